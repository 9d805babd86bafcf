package dev.rapport.engine.service;

import dev.rapport.engine.service.Reply.Known;
import dev.rapport.engine.service.Reply.Nothing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of the log that follow each other, by their request. Not changed once it is filled. */
final class Page {
  /** The last row of each request; those of whole calls that failed under null. */
  private final Map<@Nullable Object, Placed> last = new HashMap<>();

  private int count;

  /**
   * A row in its place.
   *
   * @param before the row of the same request before it
   */
  private record Placed(AnswerRow row, long stamp, int place, @Nullable Placed before) {}

  /**
   * Takes the next row.
   *
   * @param row null where it answers nothing
   */
  void add(@Nullable AnswerRow row, long stamp) {
    if (row != null) {
      last.put(row.request(), new Placed(row, stamp, count, last.get(row.request())));
    }
    count++;
  }

  /** How many rows it was filled with. */
  int count() {
    return count;
  }

  /** What is found for one question, page by page from the last to the first. Not thread-safe. */
  static final class Search {
    private final Object request;
    private final long moment;
    private final long oldest;
    private @Nullable Reply own;
    private @Nullable Known newest;
    private @Nullable Nothing failed;

    Search(Object request, long moment, long oldest) {
      this.request = request;
      this.moment = moment;
      this.oldest = oldest;
    }

    /** Looks into a page before those that were looked into. */
    void lookInto(Page page) {
      Placed first = null;
      for (Placed at = page.last.get(request); at != null; at = at.before) {
        if (at.row.answer() != null
            && at.stamp >= oldest
            && at.stamp < moment
            && (newest == null || at.stamp > newest.answeredMicros())) {
          newest = new Known(at.row.answer(), at.stamp);
        }
        first = isOfMoment(at) ? at : first;
      }
      Placed whole = null;
      for (Placed at = page.last.get(null); at != null; at = at.before) {
        whole = isOfMoment(at) ? at : whole;
      }
      // What came first for the moment stays; what came after a call that failed does not count.
      if (whole != null) {
        failed = new Nothing(whole.row.reason());
        own = null;
      }
      if (first != null && (whole == null || first.place < whole.place)) {
        own = reply(first);
      }
    }

    private boolean isOfMoment(Placed at) {
      return at.row.moment() != null && at.row.moment() == moment;
    }

    private static Reply reply(Placed of) {
      Object answer = of.row.answer();
      return answer == null ? new Nothing(of.row.reason()) : new Known(answer, of.stamp);
    }

    /** Whether pages in which no time is later than this one can say nothing more. */
    boolean isOver(long latest) {
      return latest < oldest
          || (own != null && latest < moment)
          || (newest != null && newest.answeredMicros() >= latest);
    }

    /** What the question knows, of its moment or answered in {@code [oldest, moment)}. */
    Optional<Reply> found() {
      return Optional.ofNullable(own != null ? own : newest != null ? newest : failed);
    }
  }
}
