/** Values on their way in and out: microseconds, records, columns of tables, JSON, bytes. */
@NullMarked
package dev.rapport.engine.value;

import org.jspecify.annotations.NullMarked;
