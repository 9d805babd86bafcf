/**
 * What outside services said: asked once, recorded in the log, found again by questions of then.
 */
@NullMarked
package dev.rapport.engine.service;

import org.jspecify.annotations.NullMarked;
