package dev.rapport.app.catalog;

import dev.rapport.api.error.RapportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Class files kept in a folder, in one archive named by a hash. */
final class KeptClasses {
  private static final String CLASS = ".class";
  private static final String ARCHIVE = ".jar";

  private final Path folder;

  KeptClasses(Path folder) {
    this.folder = folder;
  }

  /** The class files kept under a hash, by binary name; empty where there are none. */
  Optional<Map<String, byte[]>> read(String hash) {
    Path archive = folder.resolve(hash + ARCHIVE);
    if (!Files.isRegularFile(archive)) {
      return Optional.empty();
    }
    Map<String, byte[]> classes = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        classes.put(
            name.substring(0, name.length() - CLASS.length()).replace('/', '.'),
            zip.readAllBytes());
      }
    } catch (ZipException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw RapportException.dependency(archive + ": cannot be read: " + e.getMessage(), e);
    }
    return classes.isEmpty() ? Optional.empty() : Optional.of(classes);
  }

  /**
   * Keeps class files in place of all that were kept before. Where the folder cannot be written
   * nothing is kept.
   */
  void write(String hash, Map<String, byte[]> classes) {
    Path temporary = folder.resolve(hash + "." + ProcessHandle.current().pid());
    try {
      Files.createDirectories(folder);
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(temporary))) {
        for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
          zip.putNextEntry(new ZipEntry(entry.getKey().replace('.', '/') + CLASS));
          zip.write(entry.getValue());
        }
      }
      Path archive = folder.resolve(hash + ARCHIVE);
      Files.move(
          temporary, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(each -> !each.equals(archive)).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // The next run compiles again: slower, and just as right.
      temporary.toFile().delete();
    }
  }
}
