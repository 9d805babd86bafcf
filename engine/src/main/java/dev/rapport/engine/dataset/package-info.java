/** Many questions of the past at once, from a file to a file. */
@NullMarked
package dev.rapport.engine.dataset;

import org.jspecify.annotations.NullMarked;
