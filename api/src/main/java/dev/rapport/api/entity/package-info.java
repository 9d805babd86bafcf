/**
 * The kinds of things that facts are about, and what every definition has: a name and its papers.
 */
@NullMarked
package dev.rapport.api.entity;

import org.jspecify.annotations.NullMarked;
