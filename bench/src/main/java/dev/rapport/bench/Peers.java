package dev.rapport.bench;

import dev.rapport.api.feature.Feature;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.platform.Options;
import dev.rapport.platform.Rapport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The same answers to the same Parquet files, each into a Parquet file with a row for every
 * question: by Rapport, opened on an empty data directory, and by DuckDB in SQL.
 */
final class Peers {
  private static final String RAPPORT = "rapport.parquet";
  private static final String DUCKDB = "duckdb.parquet";

  private Peers() {}

  /** A folder with {@link Payments}, whose peers were found to agree on a small one. */
  static Path folder(
      long facts, long questions, long customers, List<Feature<?>> features, List<String> queries)
      throws IOException, SQLException {
    Path small = Files.createTempDirectory("rapport-bench-small");
    try {
      // Few customers in relation, so that the short windows have something in them.
      Payments.write(small, 200_000, 5_000, 20);
      rapport(small, features);
      for (String sql : queries) {
        duckdb(small, sql);
        requireSame(small, features);
      }
    } finally {
      remove(small);
    }
    Path folder = Files.createTempDirectory("rapport-bench");
    Payments.write(folder, facts, questions, customers);
    return folder;
  }

  /** Answers by Rapport; returns how many rows. */
  static long rapport(Path folder, List<Feature<?>> features) throws IOException {
    Path data = folder.resolve("data");
    try (Rapport rapport = Rapport.open(data, Options.defaults().withDataRoot(folder))) {
      rapport.use(new Payments());
      return rapport
          .dataset(
              Questions.file(folder.resolve("questions.parquet")),
              features.toArray(Feature<?>[]::new))
          .writeParquet(folder.resolve(RAPPORT))
          .rows();
    } finally {
      remove(data);
    }
  }

  /** Answers by DuckDB: a query in which {@code $} stands for the folder. */
  static long duckdb(Path folder, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
          "copy ("
              + sql.replace("$", folder.toString())
              + ") to '"
              + folder.resolve(DUCKDB)
              + "' (format parquet)");
    }
  }

  /** The same, with the time that it takes of the processor. */
  static long duckdb(Path folder, String sql, Cpu cpu) throws SQLException {
    try {
      return duckdb(folder, sql);
    } finally {
      cpu.stop();
    }
  }

  /** DuckDB's own way to the newest payment before each question. */
  static String latestSql() {
    return """
    select q.*, p.amount as last_amount
    from read_parquet('$/questions.parquet') q
    asof left join read_parquet('$/payments.parquet') p
    on q.customer = p.customer_id and q.at > p.paid_at
    """;
  }

  /**
   * The fastest way to the windows that we found in DuckDB: a range join, in which each side also
   * has the month of 30 days it falls into, so that the hash join compares a question with the
   * payments of two months and not of the year.
   */
  static String windowsSql() {
    return rangeJoin(
        "(select *, epoch_us(\"at\") // 2592000000000 - unnest([0, 1]) as month from $numbered)",
        "(select *, epoch_us(paid_at) // 2592000000000 as month"
            + " from read_parquet('$/payments.parquet'))",
        "and q.month = p.month");
  }

  /** The range join alone. */
  static String rangeJoinSql() {
    return rangeJoin("$numbered", "read_parquet('$/payments.parquet')", "");
  }

  private static String rangeJoin(String questions, String payments, String also) {
    var aggregates = new StringBuilder();
    for (Payments.Length length : Payments.Length.values()) {
      String within =
          length == Payments.Length.MONTH
              ? ""
              : " filter (where p.paid_at >= q.at - interval '" + length.interval + "')";
      for (String aggregate : List.of("sum", "count", "mean", "max")) {
        aggregates.append(
            ", %s(p.amount)%s as %s_%s".formatted(aggregate, within, aggregate, length.suffix));
      }
    }
    return """
    select any_value(q.customer) as customer, any_value(q.at) as at%s
    from %s q left join %s p
    on q.customer = p.customer_id %s
       and p.paid_at >= q.at - interval '30 days' and p.paid_at < q.at
    group by q.n
    """
        .formatted(aggregates, questions, payments, also)
        .replace(
            "$numbered",
            "(select *, row_number() over () as n from read_parquet('$/questions.parquet'))");
  }

  /** One pass of window functions with RANGE frames over payments and questions together. */
  static String rangeFramesSql() {
    var aggregates = new StringBuilder();
    var frames = new StringBuilder();
    for (Payments.Length length : Payments.Length.values()) {
      for (String aggregate : List.of("sum", "count", "mean", "max")) {
        aggregates.append(
            ", %1$s(amount) over last_%2$s as %1$s_%2$s".formatted(aggregate, length.suffix));
      }
      frames.append(
          """
          %s last_%s as (partition by customer order by "at" range between interval '%s' preceding
                    and interval '1 microsecond' preceding)
          """
              .formatted(frames.isEmpty() ? "window" : ",", length.suffix, length.interval));
    }
    return """
    select * exclude (asked) from (
      select customer, "at", asked%s
      from (select customer_id as customer, paid_at as "at", amount, false as asked
            from read_parquet('$/payments.parquet')
            union all
            select customer, "at", null, true from read_parquet('$/questions.parquet'))
      %s)
    where asked
    """
        .formatted(aggregates, frames);
  }

  /** Fails unless both files have the same rows, floating numbers within a billionth. */
  private static void requireSame(Path folder, List<Feature<?>> features) throws SQLException {
    List<String> different = new ArrayList<>();
    for (Feature<?> feature : features) {
      different.add(
          "(r.%1$s is null) <> (d.%1$s is null) or abs(r.%1$s - d.%1$s) > 1e-9 * abs(d.%1$s)"
              .formatted(feature.name()));
    }
    String side =
        "(select *, row_number() over (partition by customer, \"at\") as twin from read_parquet('"
            + folder
            + "/%s'))";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet counts =
            statement.executeQuery(
                "select count(*), count(*) filter (where r.customer is null or d.customer is null"
                    + " or "
                    + String.join(" or ", different)
                    + ") from "
                    + side.formatted(RAPPORT)
                    + " r full join "
                    + side.formatted(DUCKDB)
                    + " d on r.customer = d.customer and r.\"at\" = d.\"at\""
                    + " and r.twin = d.twin")) {
      counts.next();
      if (counts.getLong(1) != 5_000 || counts.getLong(2) != 0) {
        throw new IllegalStateException(
            "answers: %d of %d rows differ (expected: 0 of 5000)"
                .formatted(counts.getLong(2), counts.getLong(1)));
      }
    }
  }

  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
