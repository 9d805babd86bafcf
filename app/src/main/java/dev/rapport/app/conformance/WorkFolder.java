package dev.rapport.app.conformance;

import dev.rapport.api.error.RapportException;
import dev.rapport.app.session.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A temporary folder with one folder for each scenario, of which only the last is kept. */
final class WorkFolder implements AutoCloseable {
  private @Nullable Path root;
  private @Nullable Path last;
  private int count;

  /** A new empty folder. */
  Path next() {
    try {
      delete(last);
      if (root == null) {
        root = Files.createTempDirectory("rapport-path");
      }
      last = Files.createDirectory(root.resolve(String.valueOf(count++)));
      return last;
    } catch (IOException e) {
      throw RapportException.dependency("temporary folder: " + e.getMessage(), e);
    }
  }

  private static void delete(@Nullable Path folder) throws IOException {
    if (folder == null) {
      return;
    }
    Folders.delete(folder);
  }

  @Override
  public void close() {
    try {
      delete(root);
    } catch (IOException e) {
      throw RapportException.dependency("temporary folder: " + e.getMessage(), e);
    }
  }
}
