package dev.rapport.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testkit.conformance.CaseResult.Failed;
import dev.rapport.testkit.replay.Replay;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConformanceTest {
  static List<Path> files() throws IOException, URISyntaxException {
    return files("/cases/pit/SCHEMA.md");
  }

  private static List<Path> files(String beside) throws IOException, URISyntaxException {
    URL known = Objects.requireNonNull(ConformanceTest.class.getResource(beside));
    try (Stream<Path> files = Files.list(Path.of(known.toURI()).resolveSibling("."))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void the_reference_answers_every_supported_case_of(Path file) {
    List<String> failed = new ArrayList<>();
    try (Replay replay = new Replay()) {
      Conformance.run(
          List.of(file),
          replay,
          result -> {
            if (result.verdict() instanceof Failed(List<String> mismatches)) {
              failed.add(result.id() + ": " + String.join("\n  ", mismatches));
            }
          });
    }

    assertThat(failed).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/cases/generated/README.md, 471", "/cases/peers/README.md, 231"})
  void every_case_written_here_is_answered(String beside, int cases) throws Exception {
    List<CaseResult> results = new ArrayList<>();
    try (Replay replay = new Replay()) {
      Conformance.Summary summary = Conformance.run(files(beside), replay, results::add);
      assertThat(results)
          .filteredOn(one -> !(one.verdict() instanceof CaseResult.Passed))
          .isEmpty();
      assertThat(summary).hasToString(cases + " passed, 0 failed, 0 unsupported");
    }
  }

  @Test
  void no_two_cases_have_one_id() throws Exception {
    List<CaseResult> results = new ArrayList<>();
    try (Replay replay = new Replay()) {
      Conformance.run(files(), replay, results::add);
      Conformance.run(files("/cases/peers/README.md"), replay, results::add);
    }

    assertThat(results).extracting(CaseResult::id).doesNotHaveDuplicates();
  }

  @Test
  void all_155_cases_are_supported() throws Exception {
    List<CaseResult> results = new ArrayList<>();
    try (Replay replay = new Replay()) {
      assertThat(Conformance.run(files(), replay, results::add))
          .hasToString("155 passed, 0 failed, 0 unsupported");
    }
  }
}
