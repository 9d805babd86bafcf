/** The durable log and its offsets in RocksDB. */
@NullMarked
package dev.rapport.plugins.log.rocksdb;

import org.jspecify.annotations.NullMarked;
