/**
 * Tables: SQL over files by DuckDB, columns of Parquet files by Hardwood; Parquet is written by
 * DuckDB.
 */
@NullMarked
package dev.rapport.plugins.tables.duckdb;

import org.jspecify.annotations.NullMarked;
