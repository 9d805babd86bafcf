package dev.rapport.engine.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testkit.conformance.CaseResult;
import dev.rapport.testkit.conformance.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The point-in-time cases of peers, answered by the engine. */
class EngineConformanceTest {
  private static final Path CASES = Path.of("../testkit/src/test/resources/cases/pit");

  @ParameterizedTest
  @EnumSource
  void no_case_fails(EnginePath.Life life) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(CASES)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<CaseResult> results = new ArrayList<>();
    Conformance.Summary summary = Conformance.run(files, new EnginePath(life), results::add);
    assertThat(results).filteredOn(one -> one.verdict() instanceof CaseResult.Failed).isEmpty();
    assertThat(summary.passed()).isEqualTo(155);
  }
}
