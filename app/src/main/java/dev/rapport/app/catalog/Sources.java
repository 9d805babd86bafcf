package dev.rapport.app.catalog;

import dev.rapport.api.error.RapportException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * The Java sources of a folder and the folders in it, hidden ones left out, by path.
 *
 * @param folder as the user named it
 */
record Sources(Path folder, List<Source> files) {
  Sources {
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param path below the folder
   */
  record Source(Path path, String text) {}

  /**
   * Reads the sources of a folder.
   *
   * @throws RapportException of kind {@code USER} if there is no such folder or no source in it
   */
  static Sources in(Path folder) {
    CatalogFolder.checkThere(folder);
    List<Path> paths = paths(folder);
    if (paths.isEmpty()) {
      throw RapportException.user(
          CatalogFolder.option(folder),
          "no .java files",
          "a folder with .java files; 'rapport init DIR' makes one");
    }
    List<Source> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(new Source(folder.relativize(path), read(path)));
    }
    return new Sources(folder, files);
  }

  private static List<Path> paths(Path folder) {
    List<Path> paths = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path sub, BasicFileAttributes attributes) {
              boolean hidden = !sub.equals(folder) && sub.getFileName().toString().startsWith(".");
              return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (isSource(file)) {
                paths.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw RapportException.dependency(
          CatalogFolder.option(folder) + ": cannot be read: " + e.getMessage(), e);
    }
    Collections.sort(paths);
    return paths;
  }

  /** Whether a file is a source; package and module descriptions are none. */
  static boolean isSource(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".java") && !name.startsWith(".") && !name.equals("module-info.java");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new RapportException(
          RapportException.Kind.USER, file + ": not text in UTF-8 (expected: a Java source)", e);
    } catch (IOException e) {
      throw RapportException.dependency(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * A hash of all sources.
   *
   * @param surroundings what the classes depend on besides
   */
  String hash(String surroundings) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(surroundings.getBytes(StandardCharsets.UTF_8));
      for (Source file : files) {
        for (String part : List.of(file.path().toString(), file.text())) {
          byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
          digest.update((byte) 0);
          digest.update((bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
          digest.update(bytes);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
