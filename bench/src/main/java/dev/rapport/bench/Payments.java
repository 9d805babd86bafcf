package dev.rapport.bench;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.max;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static java.time.Duration.ofDays;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Synthetic payments of customers, and questions about them at random moments. */
public final class Payments implements CatalogProvider {
  record Payment(String customerId, Instant paidAt, double amount) {}

  static final Entity<String> CUSTOMER = Entity.of("customer", String.class);

  static final Source<Payment> PAYMENTS =
      Source.table(Payment.class, "select * from read_parquet('payments.parquet')")
          .named("payments")
          .at(Payment::paidAt)
          .about(CUSTOMER, Payment::customerId);

  static final Feature<Double> LAST_AMOUNT =
      PAYMENTS.feature("last_amount").aggregate(Payment::amount, latest(), Window.lifetime());
  static final Feature<Double> SPENT =
      PAYMENTS.feature("spent_30d").aggregate(Payment::amount, sum(), ofDays(30));
  static final Feature<Long> TIMES =
      PAYMENTS.feature("payments_30d").aggregate(countRows(), ofDays(30));

  /** Sum, count, mean and maximum over an hour, a day and 30 days, in this order. */
  static final List<Feature<?>> WINDOWS = windows();

  private static List<Feature<?>> windows() {
    List<Feature<?>> features = new ArrayList<>();
    for (Length each : Length.values()) {
      Duration length = each.duration;
      features.add(
          PAYMENTS.feature("sum_" + each.suffix).aggregate(Payment::amount, sum(), length));
      features.add(
          PAYMENTS.feature("count_" + each.suffix).aggregate(Payment::amount, count(), length));
      features.add(
          PAYMENTS.feature("mean_" + each.suffix).aggregate(Payment::amount, mean(), length));
      features.add(
          PAYMENTS.feature("max_" + each.suffix).aggregate(Payment::amount, max(), length));
    }
    return List.copyOf(features);
  }

  /** A window of the benchmark. */
  enum Length {
    HOUR("1h", "1 hour", Duration.ofHours(1)),
    DAY("1d", "1 day", Duration.ofDays(1)),
    MONTH("30d", "30 days", Duration.ofDays(30));

    final String suffix;
    final String interval;
    final Duration duration;

    Length(String suffix, String interval, Duration duration) {
      this.suffix = suffix;
      this.interval = interval;
      this.duration = duration;
    }
  }

  @Override
  public Catalog catalog() {
    List<Feature<?>> features = new ArrayList<>(List.of(LAST_AMOUNT, SPENT, TIMES));
    features.addAll(WINDOWS);
    return Catalog.of(features.toArray(Feature<?>[]::new));
  }

  /**
   * Writes {@code payments.parquet} and {@code questions.parquet}: keys and times are uniform over
   * the customers and a year, made of a hash of the row's number, so that they are the same each
   * time. One question in eleven is about a customer without a payment.
   */
  static void write(Path folder, long facts, long questions, long customers) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          copy (select 'c' || (hash(i) %% %d)::varchar as customer_id,
                       timestamp '2025-01-01' + to_microseconds(((hash(i + 7) %% 31536000) * 1000000)::bigint) as paid_at,
                       (hash(i + 13) %% 100000) / 100.0::double as amount
                from range(%d) t(i))
          to '%s' (format parquet)
          """
              .formatted(customers, facts, folder.resolve("payments.parquet")));
      statement.execute(
          """
          copy (select 'c' || (hash(i + 99) %% %d)::varchar as customer,
                       timestamp '2025-03-01' + to_microseconds(((hash(i + 5) %% 26000000) * 1000000)::bigint) as at
                from range(%d) t(i))
          to '%s' (format parquet)
          """
              .formatted(customers * 11 / 10, questions, folder.resolve("questions.parquet")));
    }
  }
}
