/** Outside services that answer requests. */
@NullMarked
package dev.rapport.spi.service;

import org.jspecify.annotations.NullMarked;
