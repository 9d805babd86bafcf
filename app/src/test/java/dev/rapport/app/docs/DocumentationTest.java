package dev.rapport.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documents show is what the code says. {@code -Ddocs.update=true} writes the regions into
 * the documents instead.
 */
final class DocumentationTest {
  private static final boolean UPDATE = Boolean.getBoolean("docs.update");

  static Stream<Path> documents() {
    return Regions.documents().stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void every_code_block_is_a_region_of_a_file_that_a_test_runs(Path file) {
    Markdown document = Markdown.read(file);
    if (UPDATE) {
      document.updated().write();
    }
    List<Markdown.Block> blocks =
        document.blocks().stream().filter(block -> !block.isDrawing()).toList();
    assertThat(blocks)
        .allSatisfy(block ->
            assertThat(block.note().map(Markdown.Note::word))
                .as(
                    "%s line %d: a code block (expected: <!-- region: path#name --> before it)",
                    document.name(), block.first())
                .contains("region"));
    if (!UPDATE) {
      for (Markdown.Block block : blocks) {
        String reference = block.note().orElseThrow().text();
        assertThat(block.text())
            .as(
                "%s line %d shows %s (to update: -Ddocs.update=true)",
                document.name(), block.first() + 1, reference)
            .isEqualTo(Regions.read(reference));
      }
    }
  }

  /** A table after {@code <!-- code: path... -->}: each code in it is in one of these files. */
  @ParameterizedTest
  @MethodSource("documents")
  void code_in_a_table_is_in_the_files_it_names(Path file) {
    Markdown document = Markdown.read(file);
    for (Markdown.Table table : document.tables()) {
      table
          .note()
          .filter(note -> note.word().equals("code"))
          .ifPresent(note -> {
            String code =
                Stream.of(note.text().split(" "))
                    .flatMap(path -> Regions.lines(path).stream())
                    .reduce("", String::concat)
                    .replaceAll("\\s", "");
            List<String> shown =
                table.rows().stream().flatMap(List::stream).flatMap(Markdown::spans).toList();
            assertThat(shown)
                .isNotEmpty()
                .allSatisfy(span -> assertThat(code).contains(span.replaceAll("\\s", "")));
          });
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void links_lead_somewhere(Path file) {
    Markdown document = Markdown.read(file);
    assertThat(document.links())
        .allSatisfy(link -> {
          String path = link.replaceFirst("#.*", "");
          Path target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
          assertThat(target).as("%s: %s", document.name(), link).exists();
          if (link.contains("#")) {
            assertThat(Markdown.read(target).anchors())
                .as("%s: %s", document.name(), link)
                .contains(link.substring(link.indexOf('#') + 1));
          }
        });
  }

  /** A name with a slash that begins with a folder of the checkout is taken for one. */
  @ParameterizedTest
  @MethodSource("documents")
  void files_that_are_named_are_there(Path file) {
    Markdown document = Markdown.read(file);
    assertThat(document.spans())
        .filteredOn(span -> span.matches("[\\w./-]+") && span.contains("/"))
        .filteredOn(span -> Files.isDirectory(Regions.ROOT.resolve(span.split("/", 2)[0])))
        .filteredOn(span -> !span.startsWith("/") && !span.startsWith("."))
        .allSatisfy(span -> assertThat(Regions.ROOT.resolve(span)).as(document.name()).exists());
  }
}
