package dev.rapport.platform;

import dev.rapport.engine.Progress;
import dev.rapport.engine.dataset.Dataset;
import dev.rapport.engine.dataset.Questions;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A program that makes a dataset of the purchases in a folder. */
final class ManyPurchases {
  private ManyPurchases() {}

  /** Takes the folder, and {@code default} or {@code boundless} memory or a number of bytes. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Set<String> passes = new ConcurrentSkipListSet<>();
    Progress progress =
        new Progress() {
          @Override
          public void at(String what, long done, long total) {}

          @Override
          public void at(String what, String stage, long done, long total) {
            if (stage.endsWith(", answering")) {
              passes.add(stage);
            }
          }
        };
    Options options = Purchases.options(folder).withProgress(progress);
    if (!arguments[1].equals("default")) {
      long bytes = arguments[1].equals("boundless") ? Long.MAX_VALUE : Long.parseLong(arguments[1]);
      options = options.withDatasetMemory(bytes);
    }
    try (Rapport rapport = Rapport.open(folder.resolve("data"), options)) {
      rapport.use(new Purchases());
      Dataset.Written written =
          rapport
              .dataset(
                  Questions.file(folder.resolve("questions.parquet")),
                  Purchases.LAST_AMOUNT,
                  Purchases.LAST_SHOP)
              .write(folder.resolve("out.parquet"));
      System.out.println("old " + (mostOld() >> 20) + " MB at most");
      System.out.println(
          written.rows() + (passes.isEmpty() ? " rows at once" : " rows in passes " + passes));
    }
  }

  /** The most bytes that what has grown old in the heap ever had. */
  private static long mostOld() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
