/**
 * The checked catalog: everything an application's roots reach, by name, with every problem
 * reported at once.
 */
@NullMarked
package dev.rapport.engine.catalog;

import org.jspecify.annotations.NullMarked;
