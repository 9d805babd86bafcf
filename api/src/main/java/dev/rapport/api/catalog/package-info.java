/** The roots of everything one application defines. */
@NullMarked
package dev.rapport.api.catalog;

import org.jspecify.annotations.NullMarked;
