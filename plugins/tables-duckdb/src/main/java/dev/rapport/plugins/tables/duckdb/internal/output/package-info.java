/** Files in the making: rows and columns on their way through DuckDB into Parquet and CSV. */
@NullMarked
package dev.rapport.plugins.tables.duckdb.internal.output;

import org.jspecify.annotations.NullMarked;
