package dev.rapport.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The directions in which modules and packages may import each other. */
final class ArchitectureTest {
  /** More types than this in one package is more than one concept. */
  private static final int MAX_TYPES = 14;

  /** What the engine must be given, never take: method references count as calls do. */
  private static final Set<String> OUTSIDE =
      Set.of(
          "java.lang.Math.random",
          "java.lang.System.currentTimeMillis",
          "java.lang.Thread.sleep",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.systemUTC",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.Random.<init>",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.rapport");

  private static final List<String> SOURCES = sources();

  /** Each module, then the other modules that it may see. */
  static Stream<Arguments> modules() {
    return Stream.of(
        module("api"),
        module("spi", "api"),
        module("testkit", "api", "spi"),
        module("engine", "api", "spi"),
        module("plugins.log.rocksdb", "api", "spi"),
        module("plugins.tables.duckdb", "api", "spi"),
        module("plugins.embedding.onnx", "api", "spi"),
        module("plugins.model.langchain4j", "api", "spi"),
        module("plugins.tokens.jtokkit", "api", "spi"),
        module("platform", "api", "spi", "engine", "plugins"),
        module("examples", "api", "spi", "platform"));
  }

  @ParameterizedTest(name = "{0} sees only {1}")
  @MethodSource("modules")
  void a_module_sees_only_what_it_may(String name, Set<String> others) {
    var allowed = Stream.concat(Stream.of(name), others.stream()).toArray(String[]::new);
    assertHolds(
        name,
        classes()
            .that(in(name))
            .should()
            .onlyDependOnClassesThat(
                are(in(allowed)).or(DescribedPredicate.not(resideInAPackage("dev.rapport..")))));
  }

  /** Each package of api, then the other packages of api that it may see. */
  static Stream<Arguments> definitions() {
    var error = Set.of("api.error");
    var schema = with(error, "api.schema");
    var entity = with(schema, "api.entity");
    var aggregation = with(entity, "api.aggregation");
    var feature = with(aggregation, "api.feature");
    var knowledge = with(feature, "api.knowledge");
    return Stream.of(
        Arguments.of("api.error", Set.of()),
        Arguments.of("api.schema", error),
        Arguments.of("api.entity", schema),
        Arguments.of("api.aggregation", entity),
        Arguments.of("api.feature", aggregation),
        Arguments.of("api.knowledge", feature),
        Arguments.of("api.question", feature),
        Arguments.of("api.memory", with(feature, "api.question")),
        Arguments.of("api.prompt", with(knowledge, "api.question", "api.memory")),
        Arguments.of("api.catalog", entity));
  }

  @ParameterizedTest(name = "{0} sees only {1}")
  @MethodSource("definitions")
  void a_definition_sees_only_what_it_is_built_from(String name, Set<String> others) {
    a_module_sees_only_what_it_may(name, others);
  }

  @Test
  void every_package_of_api_has_its_place() {
    Set<String> placed = definitions().map(place -> (String) place.get()[0]).collect(toSet());
    assertThat(MAIN)
        .filteredOn(in("api"))
        .allSatisfy(type ->
            assertThat(placed)
                .as("definitions() of ArchitectureTest")
                .contains(type.getPackageName().substring("dev.rapport.".length())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "engine"})
  void packages_have_no_cycles(String name) {
    assertHolds(name, slices().matching("dev.rapport." + name + ".(**)").should().beFreeOfCycles());
  }

  @Test
  void plugins_never_see_each_other() {
    assertHolds(
        "plugins.log.rocksdb",
        slices().matching("dev.rapport.plugins.(*.*)..").should().notDependOnEachOther());
  }

  @Test
  void the_engine_takes_time_and_chance_from_outside() {
    assertHolds(
        "engine",
        noClasses()
            .that(in("engine"))
            .should()
            .accessTargetWhere(
                DescribedPredicate.describe(
                    "is the machine's clock, a sleep or an unseeded random",
                    access ->
                        OUTSIDE.contains(
                            access.getTarget().getOwner().getName()
                                + "."
                                + access.getTarget().getName()))));
  }

  @Test
  void a_package_is_one_concept() {
    Map<String, Long> sizes =
        MAIN.stream()
            .filter(type -> type.isTopLevelClass() && !isInfo(type))
            .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
    System.out.println("types per package: " + sizes);
    sizes.values().removeIf(size -> size <= MAX_TYPES);
    assertThat(sizes).as("packages of more than %d types", MAX_TYPES).isEmpty();
  }

  private static Arguments module(String name, String... others) {
    return Arguments.of(name, Set.of(others));
  }

  private static Set<String> with(Set<String> names, String... more) {
    return Stream.concat(names.stream(), Stream.of(more)).collect(toSet());
  }

  /** Fails when the rule is broken, or when it looked at nothing although there are sources. */
  private static void assertHolds(String name, ArchRule rule) {
    boolean sources = SOURCES.stream().anyMatch(path -> path.contains(folder(name)));
    assertThat(MAIN.stream().filter(in(name)).anyMatch(type -> !isInfo(type)))
        .as("dev.rapport.%s is on the class path (as it has sources: %s)", name, sources)
        .isEqualTo(sources);
    EvaluationResult result = rule.allowEmptyShould(true).evaluate(MAIN);
    assertThat(result.getFailureReport().getDetails()).as(rule.getDescription()).isEmpty();
  }

  private static String folder(String name) {
    return "/src/main/java/dev/rapport/" + name.replace('.', '/') + "/";
  }

  /** The Java sources of all modules but those of nothing but comments. */
  private static List<String> sources() {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      return files
          .map(file -> file.toString().replace('\\', '/'))
          .filter(file -> file.endsWith(".java") && !file.endsWith("-info.java"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isInfo(JavaClass type) {
    return type.getSimpleName().endsWith("-info");
  }

  private static DescribedPredicate<JavaClass> in(String... names) {
    return resideInAnyPackage(
        Stream.of(names).map(name -> "dev.rapport." + name + "..").toArray(String[]::new));
  }
}
