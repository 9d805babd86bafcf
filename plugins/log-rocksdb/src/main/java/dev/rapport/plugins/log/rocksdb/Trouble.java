package dev.rapport.plugins.log.rocksdb;

import dev.rapport.api.error.RapportException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB reports, in the words of this project. */
final class Trouble {
  private Trouble() {}

  /** Why a folder could not be made or read. */
  static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "the system refuses to make it";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException e -> e.getFile() + " is a file";
      case FileSystemException e when e.getReason() != null -> String.valueOf(e.getReason());
      default -> String.valueOf(failure.getMessage());
    };
  }

  /** A failure of the storage while something was done. */
  static RapportException of(String what, RocksDBException cause) {
    return RapportException.dependency(
        "log: "
            + what
            + ": "
            + cause.getMessage()
            + (isCorruption(cause)
                ? " (expected: undamaged files; restore the data directory from a copy)"
                : " (expected: a working disk with room; then open the data directory again)"),
        cause);
  }

  static boolean isCorruption(RocksDBException cause) {
    return code(cause) == Status.Code.Corruption
        || String.valueOf(cause.getMessage()).contains("Corruption");
  }

  private static Status.Code code(RocksDBException cause) {
    return cause.getStatus() == null ? Status.Code.Undefined : cause.getStatus().getCode();
  }

  /** A log whose content is not as this version writes it. */
  static RapportException damaged(String what) {
    return RapportException.dependency(
        "log: " + what + " (expected: as it was written; restore the data directory from a copy)",
        null);
  }

  static RapportException closed() {
    return RapportException.user("log", "closed", "open");
  }
}
