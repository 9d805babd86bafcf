package dev.rapport.engine.load;

import dev.rapport.api.schema.Column;
import dev.rapport.engine.catalog.ColumnTypes;
import dev.rapport.engine.column.ValueColumn;
import dev.rapport.engine.value.Conversion;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * A column that is read while a table is loaded: to keep its values, or only to see whether each
 * can be a value of its component. A row is a fact as a whole, so that no answer depends on which
 * other components features read.
 */
final class ReadColumn {
  private final Column component;
  private final TableColumn found;

  /** Where the values go; null where it is enough to look for nulls. */
  private final @Nullable ValueColumn target;

  private final boolean kept;

  private ReadColumn(
      Column component, TableColumn found, @Nullable ValueColumn target, boolean kept) {
    this.component = component;
    this.found = found;
    this.target = target;
    this.kept = kept;
  }

  /** A column whose values are kept. */
  static ReadColumn kept(Column component, TableColumn found, ValueColumn target) {
    return new ReadColumn(component, found, target, true);
  }

  /** A column of which no value is kept; null where it cannot set a row aside. */
  static @Nullable ReadColumn seen(Column component, TableColumn found) {
    if (ColumnTypes.alwaysReadable(found, component.type())) {
      return component.nullable() ? null : new ReadColumn(component, found, null, false);
    }
    boolean nulls = ColumnTypes.readableWithoutNullElements(found, component.type());
    return new ReadColumn(component, found, nulls ? null : ValueColumn.of(component.type()), false);
  }

  String name() {
    return found.name();
  }

  /** Whether only nulls matter, and no value. */
  boolean isForNulls() {
    return target == null;
  }

  /** Takes a batch; what cannot be a value of the component is reported, and kept as null. */
  void take(ColumnVector values, int rows, ValueColumn.Unreadable bad) {
    if (target != null) {
      target.append(
          values, found.kind(), rows, (row, why) -> bad.value(row, component.name() + ": " + why));
      if (!kept) {
        target.truncate(0);
      }
    } else if (found.kind() == TableColumn.Kind.LIST) {
      for (int row = 0; row < rows; row++) {
        if (values.hasNullElement(row)) {
          bad.value(row, nullElement());
        }
      }
    }
    if (!component.nullable() && values.hasNulls()) {
      String why =
          component.name()
              + ": null (expected: "
              + Conversion.article(component.type().toString())
              + ")";
      for (int row = 0; row < rows; row++) {
        if (values.isNull(row)) {
          bad.value(row, why);
        }
      }
    }
  }

  /** What conversion says of a list with a null. */
  private String nullElement() {
    try {
      Conversion.to(component.type(), Collections.singletonList(null));
    } catch (IllegalArgumentException e) {
      return component.name() + ": " + e.getMessage();
    }
    throw new AssertionError(component);
  }
}
