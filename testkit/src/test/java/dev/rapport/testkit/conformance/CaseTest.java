package dev.rapport.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testkit.conformance.CaseResult.Failed;
import dev.rapport.testkit.conformance.CaseResult.Passed;
import dev.rapport.testkit.conformance.CaseResult.Unreadable;
import dev.rapport.testkit.conformance.CaseResult.Unsupported;
import dev.rapport.testkit.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single notions of the format, one small case each. */
class CaseTest {
  @TempDir Path folder;

  /** A case over the events (a, 1, 10), (a, 3, 30), (a, 3, 31), (null, 3, 99). */
  private static String events(String semantics, String spine, String feature, String expected) {
    return """
    {"id": "x", "streams": {"e": {"key": ["k"], "ts": "ts",
      "columns": [{"name": "k", "type": "string"}, {"name": "ts", "type": "timestamp"},
        {"name": "v", "type": "int"}],
      "rows": [["a", 1, 10], ["a", 3, 30], ["a", 3, 31], [null, 3, 99]]}},
     "semantics": {%s}, "spine": {"key": ["k"], "ts": "ts",
      "columns": [{"name": "k", "type": "string"}, {"name": "ts", "type": "timestamp"}], %s},
     "features": [{"name": "f", "column": "v", "streams": ["e"], %s}],
     "expected": {"values": %s}}\
    """
        .formatted(semantics, spine, feature, expected);
  }

  private CaseResult run(String json) throws IOException {
    return runAll(json).getFirst();
  }

  private List<CaseResult> runAll(String... cases) throws IOException {
    Path file = folder.resolve("cases.json");
    Files.writeString(
        file, "{\"format\": \"pit-case/1\", \"cases\": [" + String.join(",", cases) + "]}");
    List<CaseResult> results = new ArrayList<>();
    try (Replay replay = new Replay()) {
      Conformance.run(List.of(file), replay, results::add);
    }
    return results;
  }

  private static final String SUM =
      "\"op\": \"sum\", \"window\": {\"kind\": \"range\", \"start\": %s, \"end\": %s}";
  private static final String CLOSED_2 = "{\"offset\": 2, \"open\": false}";
  private static final String OPEN_2 = "{\"offset\": 2, \"open\": true}";
  private static final String CLOSED_0 = "{\"offset\": 0, \"open\": false}";
  private static final String OPEN_0 = "{\"offset\": 0, \"open\": true}";

  @Test
  void bounds_are_in_the_window_where_closed_and_not_where_open() throws IOException {
    String spine = "\"rows\": [[\"a\", 3]]";

    assertThat(run(events("", spine, SUM.formatted(CLOSED_2, CLOSED_0), "[[71]]")).verdict())
        .isEqualTo(new Passed());
    assertThat(run(events("", spine, SUM.formatted(OPEN_2, CLOSED_0), "[[61]]")).verdict())
        .isEqualTo(new Passed());
    assertThat(run(events("", spine, SUM.formatted(CLOSED_2, OPEN_0), "[[10]]")).verdict())
        .isEqualTo(new Passed());
    assertThat(run(events("", spine, SUM.formatted(OPEN_2, OPEN_0), "[[null]]")).verdict())
        .isEqualTo(new Passed());
    assertThat(run(events("", spine, SUM.formatted("null", CLOSED_2), "[[10]]")).verdict())
        .isEqualTo(new Passed());
  }

  @Test
  void a_row_that_is_an_event_sees_what_arrived_before_it() throws IOException {
    String spine =
        "\"selfStream\": \"e\", \"rows\": [[\"a\", 1], [\"a\", 3], [\"a\", 3], [null, 3]]";
    String sum = SUM.formatted("null", CLOSED_0);

    assertThat(
            run(events(
                    "", spine, sum + ", \"includeSpineRow\": true", "[[10], [40], [71], [null]]"))
                .verdict())
        .isEqualTo(new Passed());
    assertThat(run(events("", spine, sum, "[[null], [10], [40], [null]]")).verdict())
        .isEqualTo(new Passed());
    assertThat(
            run(events(
                    "\"nullKeys\": \"group\"",
                    spine,
                    "\"includeSpineRow\": true, "
                        + SUM.formatted("null", CLOSED_0).replace("}}", "}, \"ties\": \"all\"}"),
                    "[[10], [71], [71], [99]]"))
                .verdict())
        .isEqualTo(new Passed());
  }

  @Test
  void an_open_start_of_a_hopping_window_leaves_out_what_lies_on_it() throws IOException {
    String spine = "\"rows\": [[\"a\", 4]]";
    String hop = "{\"kind\": \"range\", \"tailHopMs\": 3, \"start\": %s, \"end\": %s}";

    assertThat(
            run(events(
                    "",
                    spine,
                    "\"op\": \"sum\", \"window\": "
                        + hop.formatted("{\"offset\": 1, \"open\": true}", CLOSED_0),
                    "[[null]]"))
                .verdict())
        .isEqualTo(new Passed());
    assertThat(
            run(events(
                    "",
                    spine,
                    "\"op\": \"sum\", \"window\": "
                        + hop.formatted("{\"offset\": 1, \"open\": false}", OPEN_0),
                    "[[61]]"))
                .verdict())
        .isEqualTo(new Passed());
  }

  @Test
  void a_wrong_value_is_a_mismatch_that_says_where() throws IOException {
    CaseResult result =
        run(events("", "\"rows\": [[\"a\", 3]]", SUM.formatted(CLOSED_2, CLOSED_0), "[[70]]"));

    assertThat(result.verdict())
        .isEqualTo(new Failed(List.of("row 0, feature f: 71 (expected: 70)")));
  }

  @Test
  void ties_are_broken_by_numbers_and_texts_alike() throws IOException {
    String lookup =
        """
        {"id": "x", "streams": {"e": {"key": [], "ts": "ts", "columns": [
          {"name": "ts", "type": "timestamp"}, {"name": "v", "type": "int"},
          {"name": "n", "type": "double"}, {"name": "s", "type": "string"},
          {"name": "b", "type": "bool"}],
          "rows": [[1, 1, null, "b", false], [1, 2, 0.5, "c", true], [1, 3, 0.25, null, null]]}},
         "spine": {"key": [], "ts": "ts", "columns": [{"name": "ts", "type": "timestamp"}],
          "rows": [[1]]},
         "features": [{"name": "f", "op": "lookup", "column": "v", "streams": ["e"],
          "window": {"kind": "lookup", "tieBreak": "%s"}}], "expected": {"values": [[%d]]}}\
        """;

    assertThat(runAll(lookup.formatted("n", 2), lookup.formatted("s", 2), lookup.formatted("b", 2)))
        .extracting(CaseResult::verdict)
        .containsOnly(new Passed());
    assertThat(run(lookup.formatted("v", 2)).verdict()).isInstanceOf(Failed.class);
  }

  /** A case over values of a double column, one each at 1, 2, 3..., asked at 9. */
  private static String doubles(String rows, String feature, String expected) {
    return """
    {"id": "x", "streams": {"e": {"key": [], "ts": "ts", "columns": [
      {"name": "ts", "type": "timestamp"}, {"name": "n", "type": "double"}], "rows": [%s]}},
     "spine": {"key": [], "ts": "ts", "columns": [{"name": "ts", "type": "timestamp"},
      {"name": "n", "type": "double"}], "rows": [[9, NaN]]},
     "features": [{"name": "f", "streams": ["e"], %s}], "expected": {"values": [[%s]]}}\
    """
        .formatted(rows, feature, expected);
  }

  @Test
  void filters_and_ties_know_nan_and_infinities_with_and_without_quotes() throws IOException {
    String rows = "[1, NaN], [2, \"nan\"], [3, 2.5], [4, Infinity], [5, \"-Infinity\"], [6, null]";
    String count =
        """
        "op": "count_rows", "sourceFilter": {"op": "%s", "left": {"column": "n"}, "right": {%s}},
        "window": {"kind": "range", "start": null, "end": {"offset": 0}}\
        """;
    String newest =
        """
        "op": "lookup", "column": "n", "window": {"kind": "lookup", "tieBreak": "n"}\
        """;

    assertThat(
            runAll(
                doubles(rows, count.formatted(">", "\"value\": 2"), "4"),
                doubles(rows, count.formatted("<", "\"value\": \"Infinity\""), "2"),
                doubles(rows, count.formatted("=", "\"spineColumn\": \"n\""), "2"),
                doubles(rows, count.formatted("is null", ""), "1"),
                doubles(rows, count.formatted("IS_NOT_NULL", ""), "5"),
                doubles("[1, NaN], [1, 7], [1, null], [1, Infinity]", newest, "NaN")))
        .extracting(CaseResult::verdict)
        .containsOnly(new Passed());
  }

  @Test
  void a_time_without_digits_is_none_or_refused_by_its_value() throws IOException {
    String sum =
        """
        "op": "sum", "column": "n",
        "window": {"kind": "range", "start": null, "end": {"offset": 0}}\
        """;

    assertThat(
            runAll(doubles("[NaN, 1], [1.0, 2]", sum, "2"), doubles("[Infinity, 1]", sum, "null")))
        .extracting(CaseResult::verdict)
        .containsExactly(
            new Passed(), new Unsupported("number that is no 64-bit integer: \"Infinity\""));
  }

  @Test
  void the_newest_of_all_is_seen_however_late_it_is() throws IOException {
    String newest =
        "\"op\": \"lookup\", \"column\": \"n\", \"window\": {\"kind\": \"lookup\", \"unbounded\": true}";

    assertThat(run(doubles("[1464183000023001, 1], [1464183000023002, 2]", newest, "2")).verdict())
        .isEqualTo(new Passed());
  }

  @Test
  void zero_values_are_kept_where_a_case_says_so() throws IOException {
    String spine = "\"selfStream\": \"e\", \"rows\": [[\"a\", 1]]";
    String rows = SUM.formatted(CLOSED_2, CLOSED_0).replace("range", "rows");
    String range = SUM.formatted(CLOSED_2, CLOSED_0);
    String none = "\"args\": {\"k\": 0}, \"includeSpineRow\": true, ";

    assertThat(
            runAll(
                events("", spine, none + rows.replace("sum", "last_k"), "[[[]]]"),
                events("", spine, none + range.replace("sum", "top_k"), "[[[]]]"),
                events("", spine, none + range.replace("sum", "bounded_distinct_count"), "[[0]]")))
        .extracting(CaseResult::verdict)
        .containsOnly(new Passed());
  }

  @Test
  void a_sum_that_is_too_large_has_no_value() throws IOException {
    String sum =
        events("", "\"rows\": [[\"a\", 3]]", SUM.formatted(CLOSED_2, CLOSED_0), "[[%s]]")
            .replace("[\"a\", 1, 10]", "[\"a\", 1, 9223372036854775807]");

    assertThat(run(sum.formatted("null")).verdict()).isEqualTo(new Passed());
    assertThat(run(sum.formatted("0")).verdict()).isInstanceOf(Failed.class);
  }

  @Test
  void what_is_unknown_is_never_answered() throws IOException {
    String spine = "\"rows\": [[\"a\", 3]]";
    List<CaseResult> results =
        runAll(
            events("", spine, SUM.formatted(CLOSED_2, CLOSED_0).replace("sum", "mode"), "[[1]]"),
            events("\"clock\": \"local\"", spine, SUM.formatted(CLOSED_2, CLOSED_0), "[[1]]"),
            events(
                "",
                spine,
                SUM.formatted(CLOSED_2, CLOSED_0).replace("}}", "}, \"w\": 1}"),
                "[[1]]"),
            events("", spine, SUM.formatted(CLOSED_2, "{\"offset\": -1}"), "[[1]]"),
            events("", spine, SUM.formatted(CLOSED_2, CLOSED_0), "[]"),
            "{\"id\": \"broken\"}");

    assertThat(results.subList(0, 4))
        .extracting(CaseResult::verdict)
        .containsExactly(
            new Unsupported("mode of integer values"),
            new Unsupported("semantics field clock"),
            new Unsupported("window field w"),
            new Unsupported("window that ends after its question"));
    assertThat(results.subList(4, 6)).allMatch(result -> result.verdict() instanceof Failed);
  }

  @Test
  void answers_are_written_by_case() throws IOException {
    String spine = "\"rows\": [[\"a\", 3], [\"b\", 3]]";
    List<CaseResult> results =
        runAll(
            events("", spine, SUM.formatted(CLOSED_2, CLOSED_0), "[[71], [null]]"),
            events("\"knowledge\": \"clock\"", spine, SUM.formatted(CLOSED_2, CLOSED_0), "[]")
                .replace("\"x\"", "\"y\""),
            "{\"id\": \"z\"}");
    Path out = folder.resolve("answers.json");
    AnswerFile.write(out, results);

    assertThat(Files.readString(out))
        .startsWith(
            "{\"x\":[[71],[null]],\"y\":{\"unsupported\":\"knowledge: clock\"},\"z\":{\"failed\":");
  }

  @Test
  void a_file_that_holds_no_cases_is_the_users_mistake_and_named() throws IOException {
    Path text = Files.writeString(folder.resolve("text.json"), "{\"format\": ");
    Path other = Files.writeString(folder.resolve("other.json"), "{\"name\": \"x\"}");
    Path list = Files.writeString(folder.resolve("list.json"), "[1]");
    Path good =
        Files.writeString(
            folder.resolve("good.json"), "{\"format\": \"pit-case/2\", \"cases\": [{}]}");
    List<Path> bad = List.of(folder.resolve("nowhere.json"), text, other, list, folder);
    for (Path file : bad) {
      List<CaseResult> results = new ArrayList<>();
      try (Replay replay = new Replay()) {
        Conformance.Summary summary = Conformance.run(List.of(file, good), replay, results::add);
        assertThat(summary).isEqualTo(new Conformance.Summary(0, 0, 1, 1));
      }
      assertThat(results.getFirst().verdict())
          .isInstanceOfSatisfying(
              Unreadable.class, e -> assertThat(e.why()).startsWith("case file " + file));
    }
  }

  @Test
  void another_format_is_unsupported_by_name() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("b.json"), "{\"format\": \"pit-case/2\", \"cases\": [{\"id\": \"b\"}]}");
    List<CaseResult> results = new ArrayList<>();
    try (Replay replay = new Replay()) {
      assertThat(Conformance.run(List.of(file), replay, results::add))
          .hasToString("0 passed, 0 failed, 1 unsupported");
    }

    assertThat(results.getFirst().verdict()).isEqualTo(new Unsupported("format pit-case/2"));
  }

  @Test
  void every_type_of_value_is_written_as_cases_write_it() throws IOException {
    String all =
        """
        {"id": "x", "streams": {"e": {"key": [], "ts": "ts", "columns": [
          {"name": "ts", "type": "timestamp"}, {"name": "i", "type": "int"},
          {"name": "n", "type": "double"}, {"name": "s", "type": "string"},
          {"name": "b", "type": "bool"}, {"name": "v", "type": "double[]"}],
          "rows": [[-1, 9007199254740993, 0.5, "a", true, [1, 2.5]],
            [0, null, "NaN", "b", null, [3, -0.5]], [0, 4, "Infinity", "a", false, null]]}},
         "spine": {"key": [], "ts": "ts", "columns": [{"name": "ts", "type": "timestamp"}],
          "rows": [[0], [-2]]},
         "features": [%s], "expected": {"values": [
          [9007199254740993, null, "Infinity", {"a": 2, "b": 1}, {"0.5": 1, "NaN": 1, "Infinity": 1},
            [false, true], [4.0, 2.0], [[3.0, -0.5]], {"true": 1, "false": 1}, "a"],
          [null, null, null, {}, {}, [], null, [], {}, null]]}}\
        """
            .formatted(
                String.join(
                    ",",
                    newest("max", "i", ""),
                    newest("lag", "i", "\"k\": 2"),
                    newest("last", "n", ""),
                    newest("histogram", "s", ""),
                    newest("histogram", "n", ""),
                    newest("last_k", "b", "\"k\": 2"),
                    newest("element_sum", "v", ""),
                    newest("last_k", "v", "\"k\": 1"),
                    newest("histogram", "b", ""),
                    newest("last_any", "s", "")));
    List<CaseResult> results = runAll(all);
    assertThat(results.getFirst().verdict()).isEqualTo(new Passed());
    Path out = folder.resolve("answers.json");
    AnswerFile.write(out, results);

    assertThat(Files.readString(out))
        .isEqualTo(
            "{\"x\":[[9007199254740993,null,\"Infinity\",{\"a\":2,\"b\":1},"
                + "{\"Infinity\":1,\"NaN\":1,\"0.5\":1},[false,true],[4.0,2.0],[[3.0,-0.5]],"
                + "{\"false\":1,\"true\":1},\"a\"],[null,null,null,{},{},[],null,[],{},null]]}\n");
  }

  private static String newest(String op, String column, String args) {
    return """
    {"name": "f", "op": "%s", "column": "%s", "args": {%s}, "streams": ["e"],
     "window": {"kind": "range", "start": null, "end": {"offset": 0, "open": false}}}\
    """
        .formatted(op, column, args);
  }

  private List<CaseResult> runBounds(String... cases) throws IOException {
    Path file = folder.resolve("bounds.json");
    Files.writeString(
        file, "{\"format\": \"pit-bound/1\", \"cases\": [" + String.join(",", cases) + "]}");
    List<CaseResult> results = new ArrayList<>();
    try (Replay replay = new Replay()) {
      Conformance.run(List.of(file), replay, results::add);
    }
    return results;
  }

  @Test
  void an_approximation_is_held_to_its_bound() throws IOException {
    String bound =
        "{\"id\": \"b\", \"kind\": \"approx-bound\", \"generate\": {\"values\": \"1..100 twice\"},"
            + " \"op\": \"approx_distinct\", \"expect\": {\"value\": %s, \"absErrorBelow\": 5}}";
    List<CaseResult> results =
        runBounds(
            bound.formatted("100"),
            bound.formatted("120"),
            bound.formatted("100").replace("approx-bound", "retraction"),
            bound.formatted("100").replace("twice", "at random"),
            "{}");

    assertThat(results.get(0).verdict()).isEqualTo(new Passed());
    assertThat(results.get(1).verdict()).isInstanceOf(Failed.class);
    assertThat(results.get(2).verdict()).isEqualTo(new Unsupported("kind retraction"));
    assertThat(results.get(3).verdict()).isEqualTo(new Unsupported("values \"1..100 at random\""));
    assertThat(results.get(4).verdict()).isEqualTo(new Unsupported("kind that is not said"));
  }

  @Test
  void a_bad_case_stops_no_other() throws IOException {
    String spine = "\"rows\": [[\"a\", 3]]";
    String sum = SUM.formatted(CLOSED_2, CLOSED_0);
    List<CaseResult> results =
        runAll(
            events("", spine, sum, "[[71]]").replace("[\"a\", 1, 10]", "[\"a\", 1, \"NaN\"]"),
            events("", spine, sum, "[[71]]").replace("[\"e\"]", "[]"),
            events("", spine, sum.replace("sum", "top_k"), "[[71]]"),
            events("", spine, sum, "[[71]]").replace("\"a\", 1,", "\"a\", 99223372036854775807,"),
            events("", spine, sum, "[[71]]").replace("\"rows\": [[\"a\", 3]]", "\"rows\": 3"),
            "7",
            events("", spine, sum, "[[71]]"));

    assertThat(results.subList(0, 6))
        .noneMatch(result -> result.verdict() instanceof Passed)
        .extracting(result -> result.verdict().toString())
        .satisfiesExactly(
            why -> assertThat(why).contains("\"NaN\" (expected: an integer)"),
            why -> assertThat(why).contains("f: streams: [] (expected: one at least)"),
            why -> assertThat(why).contains("top_k: args.k: nothing (expected: an integer)"),
            why -> assertThat(why).contains("no 64-bit integer: 99223372036854775807"),
            why -> assertThat(why).contains("rows: 3 (expected: an array)"),
            why -> assertThat(why).contains("streams: nothing (expected: a value)"));
    assertThat(results.getLast().verdict()).isEqualTo(new Passed());
  }
}
