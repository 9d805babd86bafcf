package dev.rapport.bench;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.latest;
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
import java.time.Instant;

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

  @Override
  public Catalog catalog() {
    return Catalog.of(LAST_AMOUNT, SPENT, TIMES);
  }

  /** Writes {@code payments.parquet} and {@code questions.parquet}: uniform keys and times. */
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
