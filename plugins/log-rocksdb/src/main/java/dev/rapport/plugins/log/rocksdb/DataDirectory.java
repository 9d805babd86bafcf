package dev.rapport.plugins.log.rocksdb;

import dev.rapport.api.error.RapportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/** RocksDB in a directory, which one process holds at a time. */
final class DataDirectory implements AutoCloseable {
  private static final long CACHE_BYTES = 32L << 20;
  private static final long WRITE_BUFFER_BYTES = 16L << 20;
  private static final int WRITE_BUFFERS = 3;

  /** Also what a start reads again at most. */
  private static final long WAL_BYTES = 32L << 20;

  private static final int OPEN_FILES = 512;

  private final List<AutoCloseable> resources;
  private final RocksDB db;

  private DataDirectory(List<AutoCloseable> resources, RocksDB db) {
    this.resources = resources;
    this.db = db;
  }

  RocksDB db() {
    return db;
  }

  /**
   * Opens a directory, made where it is not there.
   *
   * @param more adds options of RocksDB
   */
  static DataDirectory open(Path directory, Consumer<Options> more) {
    prepare(directory);
    List<AutoCloseable> resources = new ArrayList<>();
    DataDirectory opened = null;
    try {
      RocksDB.loadLibrary();
      Cache cache = new LRUCache(CACHE_BYTES);
      resources.add(cache);
      Options options = options(cache);
      resources.add(options);
      more.accept(options);
      opened = new DataDirectory(resources, RocksDB.open(options, directory.toString()));
      opened.checkFormat(directory);
      return opened;
    } catch (RocksDBException e) {
      closeAll(resources, opened);
      throw refused(directory, e);
    } catch (RapportException e) {
      closeAll(resources, opened);
      throw e;
    }
  }

  private static void prepare(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw RapportException.user("data directory", directory, "a folder, not a file");
    }
    Path above = directory.toAbsolutePath().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above != null && !Files.isDirectory(above)) {
      throw RapportException.user(
          "data directory", directory, "a folder that can be written; " + above + " is a file");
    }
    try {
      Files.createDirectories(directory);
      if (!Files.exists(directory.resolve("CURRENT"))) {
        try (var entries = Files.list(directory)) {
          // RocksDB's own first files may be there after a crash at the first start.
          entries
              .map(entry -> String.valueOf(entry.getFileName()))
              .filter(name -> !name.matches("LOCK|LOG.*|IDENTITY|MANIFEST-\\d+|\\d+\\.(log|dbtmp)"))
              .findFirst()
              .ifPresent(name -> {
                throw RapportException.user(
                    "data directory",
                    directory + " with " + name,
                    "an empty folder, or one that Rapport has made");
              });
        }
      }
    } catch (IOException e) {
      throw unwritable(directory, Trouble.reason(e), e);
    }
  }

  @SuppressWarnings("resource") // the caller closes the options
  private static Options options(Cache cache) {
    return new Options()
        .setCreateIfMissing(true)
        .setParanoidChecks(true)
        // Only synced batches are in the write-ahead log: its tail may be torn, nothing else.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setMaxTotalWalSize(WAL_BYTES)
        .setWriteBufferSize(WRITE_BUFFER_BYTES)
        .setMaxWriteBufferNumber(WRITE_BUFFERS)
        .setMaxOpenFiles(OPEN_FILES)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
        .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache))
        .setMaxBackgroundJobs(2)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(1L << 20)
        .setKeepLogFileNum(2);
  }

  private void checkFormat(Path directory) throws RocksDBException {
    byte[] format = db.get(Layout.FORMAT_KEY);
    if (format == null) {
      try (var keys = db.newIterator()) {
        keys.seekToFirst();
        if (keys.isValid()) {
          throw RapportException.user(
              "data directory",
              directory + ", a RocksDB of another program",
              "an empty folder, or one that Rapport has made");
        }
        keys.status();
      }
      db.put(Layout.FORMAT_KEY, Layout.format());
      return;
    }
    if (!Arrays.equals(format, Layout.format())) {
      throw RapportException.user(
          "data directory",
          directory + ", written by another version of Rapport",
          "format " + Layout.VERSION + " of the log; open it with that version");
    }
  }

  private static RapportException refused(Path directory, RocksDBException cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("/LOCK")
        && (message.contains("While lock file") || message.contains("lock hold"))) {
      String inUse =
          message.contains("by current process")
              ? " is open in this process already (expected: once at a time; close the other, or"
              : " is in use by another process (expected: one at a time; stop the other, or";
      return new RapportException(
          RapportException.Kind.USER,
          "data directory: " + directory + inUse + " choose another directory)",
          cause);
    }
    if (message.contains("Permission denied") || message.contains("Read-only file system")) {
      return unwritable(directory, message, cause);
    }
    return Trouble.of("data directory " + directory, cause);
  }

  private static RapportException unwritable(Path directory, String why, Exception cause) {
    return RapportException.dependency(
        "data directory: " + directory + " (expected: a folder that can be written; " + why + ")",
        cause);
  }

  private static void closeAll(List<AutoCloseable> resources, @Nullable DataDirectory opened) {
    if (opened != null) {
      opened.close();
      return;
    }
    Collections.reverse(resources);
    for (AutoCloseable resource : resources) {
      close(resource);
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw RapportException.dependency("log: did not close: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      db.closeE();
    } catch (RocksDBException e) {
      throw Trouble.of("close", e);
    } finally {
      Collections.reverse(resources);
      resources.forEach(DataDirectory::close);
    }
  }
}
