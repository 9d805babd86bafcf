package dev.rapport.engine.catalog;

import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableColumn.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which kinds of columns a component's type takes: strictly, and without loss. A kind that fits
 * says nothing of single values: an integer may still be beyond 32 bits, a text no constant of an
 * enum, an element of a list null.
 */
public final class ColumnTypes {
  private ColumnTypes() {}

  /** Whether a column of a kind can hold values of a type. */
  public static boolean accepts(Kind kind, Type<?> type) {
    return kindsOf(type).contains(kind);
  }

  /**
   * Whether a column can hold values of a type. One of cells of a CSV file that are not all of a
   * type is text, and each cell may or may not be a value.
   */
  public static boolean accepts(TableColumn column, Type<?> type) {
    return accepts(column.kind(), type) || isCells(column);
  }

  /**
   * Whether a value of a column of a kind may mean one of a type, where each is read by itself, as
   * in a file of questions: a text may mean any, a number another kind of number that is as large.
   */
  public static boolean mayMean(Kind kind, Type<?> type) {
    return accepts(kind, type)
        || switch (kind) {
          case TEXT -> true;
          case DECIMAL ->
              type.equals(Type.INTEGER) || type.equals(Type.LONG) || type.equals(Type.FLOAT);
          case INTEGER -> type.equals(Type.FLOAT);
          case FLOATING -> type.equals(Type.DECIMAL);
          case STRUCT -> type instanceof Type.MapOf<?, ?>;
          case MAP -> type instanceof Type.RecordOf<?>;
          case BOOLEAN, INSTANT, DATE, UUID, LIST, OTHER -> false;
        };
  }

  /** Whether every value of a column is one of a type, so that none has to be looked at. */
  public static boolean alwaysReadable(TableColumn column, Type<?> type) {
    return alwaysReadable(column.kind(), type);
  }

  /**
   * Whether every value of a column is a list or set of a type unless an element is null. Of times
   * that is not so: in a list there are some that microseconds do not reach.
   */
  public static boolean readableWithoutNullElements(TableColumn column, Type<?> type) {
    Type<?> element =
        switch (type) {
          case Type.ListOf<?> list -> list.element();
          case Type.SetOf<?> set -> set.element();
          case Type.Scalar<?> _, Type.EnumOf<?> _, Type.MapOf<?, ?> _, Type.RecordOf<?> _ -> null;
        };
    return element != null
        && accepts(column.kind(), type)
        && column
            .elements()
            .filter(kind -> kind != Kind.INSTANT && kind != Kind.DATE)
            .map(kind -> alwaysReadable(kind, element))
            .orElse(false);
  }

  private static boolean alwaysReadable(Kind kind, Type<?> type) {
    return switch (type) {
      case Type.Scalar<?> scalar ->
          accepts(kind, type)
              // beyond 32 bits, beyond what a double holds exactly, no UUID
              && !scalar.equals(Type.INTEGER)
              && !scalar.equals(Type.FLOAT)
              && !(scalar.equals(Type.DOUBLE) && kind != Kind.FLOATING)
              && !(scalar.equals(Type.UUID) && kind != Kind.UUID);
      case Type.EnumOf<?> _,
          Type.ListOf<?> _,
          Type.SetOf<?> _,
          Type.MapOf<?, ?> _,
          Type.RecordOf<?> _ ->
          false;
    };
  }

  static boolean isCells(TableColumn column) {
    return column.cells() && column.kind() == Kind.TEXT;
  }

  /** The kinds of columns that can hold values of a type; none where no column can. */
  public static Set<Kind> kindsOf(Type<?> type) {
    return switch (type) {
      case Type.EnumOf<?> _ -> EnumSet.of(Kind.TEXT);
      case Type.ListOf<?> _, Type.SetOf<?> _ -> EnumSet.of(Kind.LIST);
      case Type.MapOf<?, ?> map ->
          map.key().equals(Type.STRING) ? EnumSet.of(Kind.MAP, Kind.STRUCT) : EnumSet.of(Kind.MAP);
      case Type.RecordOf<?> _ -> EnumSet.of(Kind.STRUCT);
      case Type.Scalar<?> scalar -> kindsOfScalar(scalar);
    };
  }

  private static Set<Kind> kindsOfScalar(Type.Scalar<?> scalar) {
    if (scalar.equals(Type.STRING)) {
      return EnumSet.of(Kind.TEXT, Kind.UUID);
    }
    if (scalar.equals(Type.BOOLEAN)) {
      return EnumSet.of(Kind.BOOLEAN);
    }
    if (scalar.equals(Type.INTEGER) || scalar.equals(Type.LONG)) {
      return EnumSet.of(Kind.INTEGER);
    }
    if (scalar.equals(Type.FLOAT)) {
      return EnumSet.of(Kind.FLOATING);
    }
    if (scalar.equals(Type.DOUBLE)) {
      return EnumSet.of(Kind.INTEGER, Kind.FLOATING, Kind.DECIMAL);
    }
    if (scalar.equals(Type.DECIMAL)) {
      return EnumSet.of(Kind.INTEGER, Kind.DECIMAL);
    }
    if (scalar.equals(Type.INSTANT)) {
      return EnumSet.of(Kind.INSTANT, Kind.DATE);
    }
    if (scalar.equals(Type.DATE)) {
      return EnumSet.of(Kind.DATE);
    }
    if (scalar.equals(Type.UUID)) {
      return EnumSet.of(Kind.TEXT, Kind.UUID);
    }
    return EnumSet.noneOf(Kind.class);
  }

  /** What a column must be for a type, as a message says it: {@code a timestamp or a date}. */
  public static String expected(Type<?> type) {
    Set<Kind> kinds = kindsOf(type);
    if (kinds.isEmpty()) {
      return "a component of another type: no column holds a " + type;
    }
    return Arrays.stream(Kind.values())
        .filter(kinds::contains)
        .map(ColumnTypes::inSql)
        .collect(Collectors.joining(" or "));
  }

  private static String inSql(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> "boolean";
      case INTEGER -> "bigint";
      case FLOATING -> "double";
      case DECIMAL -> "decimal";
      case TEXT -> "varchar";
      case INSTANT -> "timestamp";
      case DATE -> "date";
      case UUID -> "uuid";
      case LIST -> "a list";
      case STRUCT -> "a struct";
      case MAP -> "a map";
      case OTHER -> "other";
    };
  }
}
