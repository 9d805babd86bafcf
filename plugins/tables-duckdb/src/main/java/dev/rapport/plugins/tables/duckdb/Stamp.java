package dev.rapport.plugins.tables.duckdb;

import dev.rapport.api.error.RapportException;
import dev.rapport.plugins.tables.duckdb.internal.database.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/** What the answer of a query depends on: its text, and the files it reads as they are now. */
final class Stamp {
  private Stamp() {}

  /**
   * The SHA-256 of the text and of path, size and time of change of each file. Paths are taken from
   * the root on, so that a folder may be moved.
   */
  static String of(DuckDBConnection connection, Path root, Query query) throws SQLException {
    var lines = new TreeSet<String>();
    for (Path file : files(connection, query)) {
      lines.add(line(root, file));
    }
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    digest.update(query.text().getBytes(StandardCharsets.UTF_8));
    for (String line : lines) {
      digest.update(("\n" + line).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String line(Path root, Path file) {
    String name = (file.startsWith(root) ? root.relativize(file) : file).toString();
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return name
          + "|"
          + attributes.size()
          + "|"
          + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    } catch (IOException e) {
      return name + "|gone";
    }
  }

  /** The files that a query reads, in the order in which it names them; of folders, all. */
  static List<Path> files(DuckDBConnection connection, Query query) throws SQLException {
    List<Path> files = new ArrayList<>();
    for (String pattern : query.files()) {
      files.addAll(files(connection, pattern));
    }
    return files;
  }

  /** The files that a path or a pattern names. */
  static List<Path> files(DuckDBConnection connection, String pattern) throws SQLException {
    List<Path> files = new ArrayList<>();
    if (Failure.hasGlob(pattern) || pattern.startsWith("~")) {
      matches(connection, pattern, files);
    } else if (Files.isDirectory(Path.of(pattern))) {
      try (Stream<Path> inside = Files.walk(Path.of(pattern))) {
        inside.filter(Files::isRegularFile).sorted().forEach(files::add);
      } catch (IOException e) {
        throw RapportException.user("folder", pattern, "a folder that can be read");
      }
    } else {
      files.add(Path.of(pattern));
    }
    return files;
  }

  private static void matches(DuckDBConnection connection, String pattern, List<Path> files)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select file from glob(?)")) {
      statement.setString(1, pattern);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          files.add(Path.of(rows.getString(1)));
        }
      }
    }
  }
}
