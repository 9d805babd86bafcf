package dev.rapport.app.demo;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.TextTable;
import dev.rapport.app.output.TextTable.Cell;
import dev.rapport.engine.Progress;
import dev.rapport.examples.travel.evaluation.Scoreboard;
import dev.rapport.examples.travel.evaluation.Truth;
import dev.rapport.platform.Rapport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * At which rank the place stands that a traveller would truly choose, level by level, for each
 * question at its own moment.
 */
final class TrueRanks {
  private final Rapport rapport;
  private final Progress progress;

  TrueRanks(Rapport rapport, Progress progress) {
    this.rapport = rapport;
    this.progress = progress;
  }

  /** The rank of each true place; one that is not offered stands after the last. */
  Scoreboard of(Prompt level, List<Truth> truths) {
    var places = Scoreboard.everyPlace(level);
    List<Integer> ranks = new ArrayList<>();
    try (ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<Integer>> pending = new ArrayList<>();
      for (Truth truth : truths) {
        pending.add(
            workers.submit(() -> {
              var ranked = rapport.rank(places, truth.question());
              return Scoreboard.rankOf(truth.place(), ranked).orElse(ranked.size() + 1);
            }));
      }
      for (Future<Integer> rank : pending) {
        ranks.add(rank.get());
        progress.at("ranking for " + level.name(), ranks.size(), truths.size());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RapportException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RapportException.dependency("interrupted", e);
    }
    return new Scoreboard(ranks);
  }

  /** A row for each level: this traveller's rank, then the averages. */
  static void print(
      List<Integer> levels,
      String user,
      List<Integer> own,
      List<Scoreboard> all,
      Terminal terminal) {
    TextTable table =
        new TextTable(
            "level",
            "for " + user,
            "mean rank",
            "median",
            "first",
            "in the first 5",
            "in the first 10");
    for (int i = 0; i < levels.size(); i++) {
      Scoreboard scores = all.get(i);
      table.row(
          List.of(
              Cell.of(String.valueOf(levels.get(i))),
              new Cell(String.valueOf(own.get(i)), Style.BOLD),
              Cell.of(String.format(Locale.ROOT, "%.1f", scores.meanRank())),
              Cell.of(String.format(Locale.ROOT, "%.0f", scores.medianRank())),
              percent(scores.hitsAt(1)),
              percent(scores.hitsAt(5)),
              percent(scores.hitsAt(10))));
    }
    terminal.out().println();
    table.print(terminal);
  }

  private static Cell percent(double share) {
    return Cell.of(Math.round(share * 100) + " %");
  }
}
