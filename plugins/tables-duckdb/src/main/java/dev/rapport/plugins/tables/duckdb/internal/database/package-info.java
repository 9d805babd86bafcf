/** DuckDB as this plugin opens it, and what it reports in the words of this project. */
@NullMarked
package dev.rapport.plugins.tables.duckdb.internal.database;

import org.jspecify.annotations.NullMarked;
