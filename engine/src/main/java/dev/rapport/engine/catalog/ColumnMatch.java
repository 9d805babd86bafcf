package dev.rapport.engine.catalog;

import dev.rapport.api.schema.Column;
import dev.rapport.api.schema.Schema;
import dev.rapport.spi.table.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which column of a query holds which component of a record. Columns that no component asks for do
 * not matter.
 *
 * @param columns one for each component, in the record's order; of no use where there are problems
 * @param problems why the query does not give the record; empty where it does
 */
public record ColumnMatch(List<TableColumn> columns, List<String> problems) {
  public ColumnMatch {
    columns = List.copyOf(columns);
    problems = List.copyOf(problems);
  }

  /** Finds the column of each component by its name; case and underscores do not count. */
  public static ColumnMatch of(Schema<?> schema, List<TableColumn> columns) {
    List<TableColumn> matched = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Column component : schema.columns()) {
      List<TableColumn> named =
          columns.stream().filter(column -> component.isNamed(column.name())).toList();
      if (named.isEmpty()) {
        problems.add(missing(component, columns));
      } else if (named.size() > 1) {
        problems.add(
            "column of "
                + component.name()
                + ": "
                + named.stream().map(TableColumn::name).collect(Collectors.joining(", "))
                + " (expected: one column; leave the others out of the query)");
      } else if (!ColumnTypes.accepts(named.getFirst(), component.type())) {
        problems.add(mistyped(component, named.getFirst(), named.getFirst().sqlType()));
      } else {
        matched.add(named.getFirst());
      }
    }
    return new ColumnMatch(matched, problems);
  }

  /** The name that a column has by custom: {@code ended_at} for the component {@code endedAt}. */
  static String inSnakeCase(String component) {
    return component.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private static String missing(Column component, List<TableColumn> columns) {
    List<String> names = columns.stream().map(TableColumn::name).toList();
    String wanted = inSnakeCase(component.name());
    List<String> near = Nearest.to(wanted, names);
    String there = near.isEmpty() ? there(names) : "nearest: " + String.join(", ", near);
    return "column "
        + wanted
        + ": missing (expected: a column for the component "
        + component.name()
        + ", "
        + component.type()
        + "; "
        + there
        + ")";
  }

  private static String there(List<String> names) {
    boolean unparted = names.size() == 1 && names.getFirst().matches(".*[,;\\t|].*");
    return unparted
        ? "there is one, "
            + names.getFirst()
            + ": does each line have as many cells? null_padding = true in read_csv fills short ones"
        : "there are " + String.join(", ", names);
  }

  /** What is wrong with a column whose values are of another type. */
  static String mistyped(Column component, TableColumn column, String found) {
    return "column "
        + column.name()
        + ": "
        + found
        + " (expected: "
        + ColumnTypes.expected(component.type())
        + " for the component "
        + component.name()
        + ", "
        + component.type()
        + "; convert it in the query with cast, or change the component's type)";
  }
}
