package dev.rapport.app.docs;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Aggregations;
import dev.rapport.api.aggregation.ExtremeBy;
import dev.rapport.api.aggregation.Series;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Condition;
import dev.rapport.api.schema.Type;
import dev.rapport.app.command.RapportCommand;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.engine.catalog.ColumnTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of reference list what there is: no more and no less. */
final class ReferenceTest {
  private static final Markdown DEFINITIONS =
      Markdown.read(Regions.ROOT.resolve("docs/definitions.md"));

  private static final Map<String, List<Class<?>>> CLASSES =
      Map.ofEntries(
          Map.entry("Entity", List.of(Entity.class)),
          Map.entry("Source", List.of(Source.class)),
          Map.entry("Selection", List.of(Selection.class, Selection.Each.class)),
          Map.entry("Condition", List.of(Condition.class)),
          Map.entry("Window", List.of(Window.class)),
          Map.entry("Series", List.of(Series.class)),
          Map.entry("Aggregations", List.of(Aggregations.class)),
          Map.entry("Feature", List.of(Feature.class)),
          Map.entry("Input", List.of(Input.class)),
          Map.entry("Request", List.of(Request.class)),
          Map.entry("FeatureSet", List.of(FeatureSet.class)),
          Map.entry("Service", List.of(Service.class)),
          Map.entry("Knowledge", List.of(Knowledge.class, Knowledge.Draft.class)),
          Map.entry("Candidates", List.of(Candidates.class)),
          Map.entry("Prompt", List.of(Prompt.class)),
          Map.entry("Question", List.of(Question.class)));

  /** What a method of a definition gives: another definition. */
  private static final Set<Class<?>> DEFINED =
      Set.of(
          Aggregation.class,
          ExtremeBy.class,
          Feature.Weight.class,
          Selection.class,
          Selection.Each.class,
          Knowledge.Draft.class,
          Entity.class,
          Source.class,
          Condition.class,
          Window.class,
          Series.class,
          Feature.class,
          Input.class,
          Request.class,
          FeatureSet.class,
          Service.class,
          Knowledge.class,
          Candidates.class,
          Prompt.class,
          Question.class);

  private static final Set<String> OF_ALL = Set.of("describedAs", "ownedBy", "tagged");

  static Stream<String> classes() {
    return CLASSES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("classes")
  void every_method_that_defines_is_in_the_table_of_its_class(String name) {
    Markdown.Table table = table(DEFINITIONS, "methods", name);
    assertThat(names(table, "([A-Za-z]+)\\(.*"))
        .as("docs/definitions.md, the table of %s", name)
        .isEqualTo(methods(name));
  }

  private static SortedSet<String> methods(String name) {
    return CLASSES.getOrDefault(name, List.of()).stream()
        .flatMap(type ->
            Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.isSynthetic())
                .filter(method -> DEFINED.contains(method.getReturnType()))
                .filter(method -> !isComponent(type, method)))
        .map(Method::getName)
        .filter(method -> !OF_ALL.contains(method))
        .collect(toCollection(TreeSet::new));
  }

  private static boolean isComponent(Class<?> type, Method method) {
    return method.getParameterCount() == 0
        && type.isRecord()
        && Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .anyMatch(method.getName()::equals);
  }

  @Test
  void every_scalar_is_in_the_table_of_columns_with_what_it_takes() {
    Map<String, String> expected = new TreeMap<>();
    for (Type.Scalar<?> scalar : Type.SCALARS) {
      expected.put(
          scalar.javaClass().getSimpleName(),
          ColumnTypes.kindsOf(scalar).stream()
              .map(kind -> kind.name().toLowerCase(Locale.ROOT))
              .sorted()
              .collect(joining(", ")));
    }
    Map<String, String> listed = new TreeMap<>();
    for (List<String> row : table(DEFINITIONS, "columns", "all").rows()) {
      String kinds = row.getLast().replaceFirst("none.*", "");
      Markdown.spans(row.getFirst())
          .forEach(type ->
              listed.put(type, Stream.of(kinds.split(", ")).sorted().collect(joining(", "))));
    }
    assertThat(listed).isEqualTo(expected);
  }

  @Test
  void every_command_is_in_the_readme() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Set<String> commands =
        RapportCommand.commandLine(new GlobalOptions(), Terminal.plain(nowhere, nowhere, Map.of()))
            .getSubcommands()
            .keySet();
    Markdown readme = Markdown.read(Regions.ROOT.resolve("README.md"));
    assertThat(names(table(readme, "commands", "all"), "([a-z]+)( .*)?"))
        .isEqualTo(new TreeSet<>(commands));
  }

  @Test
  void every_package_is_in_the_architecture() throws IOException {
    Markdown document = Markdown.read(Regions.ROOT.resolve("docs/architecture.md"));
    SortedSet<String> listed = names(table(document, "packages", "all"), "([a-z0-9.]+)");
    assertThat(listed)
        .as("the packages in docs/architecture.md: each package of main code has its row")
        .isEqualTo(packages());
  }

  /** The packages of main code, without {@code dev.rapport}. */
  private static SortedSet<String> packages() throws IOException {
    try (Stream<Path> files = Files.walk(Regions.ROOT)) {
      return files
          .map(file -> Regions.ROOT.relativize(file).toString())
          .filter(file -> file.endsWith("/package-info.java") && !file.contains("/target/"))
          .filter(file -> file.contains("src/main/java/dev/rapport/"))
          .map(file ->
              file.replaceFirst(".*src/main/java/dev/rapport/", "")
                  .replace("/package-info.java", "")
                  .replace('/', '.'))
          .collect(toCollection(TreeSet::new));
    }
  }

  @Test
  void every_adr_is_in_the_list() throws IOException {
    Path folder = Regions.ROOT.resolve("docs/adr");
    List<String> links = Markdown.read(folder.resolve("README.md")).links();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(file -> file.matches("\\d{4}-.*"))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(links).contains(file));
    }
  }

  private static Markdown.Table table(Markdown document, String word, String text) {
    return document.tables().stream()
        .filter(table -> table.note().equals(java.util.Optional.of(new Markdown.Note(word, text))))
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                document.name() + ": no table after <!-- " + word + ": " + text + " -->"));
  }

  /** What stands in code in the first column, as far as a group of the pattern. */
  private static SortedSet<String> names(Markdown.Table table, String pattern) {
    return table.rows().stream()
        .skip(1)
        .flatMap(row -> Markdown.spans(row.getFirst()))
        .map(span -> span.replaceFirst(pattern, "$1"))
        .collect(toCollection(TreeSet::new));
  }
}
