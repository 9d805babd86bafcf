package dev.rapport.plugins.tables.duckdb;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree that DuckDB's parser makes of a query, as {@code json_serialize_sql} shows it.
 *
 * @param key the field or the index under which its parent has it
 * @param text the value of a node without children
 */
record SyntaxTree(String key, @Nullable String text, List<SyntaxTree> children) {

  /** Parses SQL, without binding it to files. */
  static SyntaxTree parse(DuckDBConnection connection, String sql) throws SQLException {
    Map<Long, SyntaxTree> nodes = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select id, parent, key, atom ->> '$' from json_tree(json_serialize_sql(?))"
                + " order by id")) {
      statement.setString(1, sql);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String key = rows.getString(3);
          var node = new SyntaxTree(key == null ? "" : key, rows.getString(4), new ArrayList<>());
          long id = rows.getLong(1);
          nodes.put(id, node);
          SyntaxTree parent = nodes.get(rows.getLong(2));
          if (id != 0 && parent != null) {
            parent.children.add(node);
          }
        }
      }
    }
    SyntaxTree root = nodes.get(0L);
    if (root == null) {
      throw new SQLException("json_serialize_sql: no answer");
    }
    return root;
  }

  /** The node at a path of keys; an empty one where there is none. */
  SyntaxTree at(String... path) {
    SyntaxTree node = this;
    for (String step : path) {
      SyntaxTree next = null;
      for (SyntaxTree child : node.children) {
        if (child.key.equals(step)) {
          next = child;
          break;
        }
      }
      if (next == null) {
        return new SyntaxTree(step, null, List.of());
      }
      node = next;
    }
    return node;
  }

  /** The text at a path of keys; empty where there is none. */
  String textAt(String... path) {
    String found = at(path).text;
    return found == null ? "" : found;
  }

  /** Whether there is neither a value nor a child: null, an empty list or an empty object. */
  boolean isEmpty() {
    return text == null && children.isEmpty();
  }

  String type() {
    return textAt("type");
  }

  /** Visits this node and all below, parents first. */
  void walk(Consumer<SyntaxTree> visitor) {
    visitor.accept(this);
    for (SyntaxTree child : children) {
      child.walk(visitor);
    }
  }
}
