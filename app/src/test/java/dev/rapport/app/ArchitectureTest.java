package dev.rapport.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
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

  /** Modules and packages that may still be empty; take a name out once it has its first type. */
  private static final Set<String> NOT_YET =
      Set.of(
          "api.aggregation",
          "api.feature",
          "api.knowledge",
          "api.memory",
          "api.prompt",
          "api.question",
          "api.source",
          "spi",
          "engine",
          "platform",
          "plugins.log.rocksdb",
          "plugins.tables.duckdb",
          "plugins.embedding.onnx",
          "plugins.model.langchain4j",
          "plugins.tokens.jtokkit",
          "testkit",
          "examples");

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

  /** Each package of api, then the later packages that it must not see. */
  static Stream<Arguments> definitions() {
    return Stream.of(
        module(
            "api.entity",
            "api.source",
            "api.aggregation",
            "api.feature",
            "api.knowledge",
            "api.prompt",
            "api.memory",
            "api.question"),
        module(
            "api.source",
            "api.aggregation",
            "api.feature",
            "api.knowledge",
            "api.prompt",
            "api.memory",
            "api.question"),
        module(
            "api.aggregation",
            "api.feature",
            "api.knowledge",
            "api.prompt",
            "api.memory",
            "api.question"),
        module("api.feature", "api.knowledge", "api.prompt", "api.memory", "api.question"),
        module("api.knowledge", "api.prompt"));
  }

  @ParameterizedTest(name = "{0} never sees {1}")
  @MethodSource("definitions")
  void a_definition_never_sees_what_is_built_from_it(String name, Set<String> later) {
    assertHolds(
        name,
        noClasses().that(in(name)).should().dependOnClassesThat(in(later.toArray(String[]::new))));
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
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
    System.out.println("types per package: " + sizes);
    sizes.values().removeIf(size -> size <= MAX_TYPES);
    assertThat(sizes).as("packages of more than %d types", MAX_TYPES).isEmpty();
  }

  @Test
  void what_is_no_longer_empty_is_not_excused() {
    assertThat(NOT_YET).filteredOn(ArchitectureTest::hasTypes).as("take out of NOT_YET").isEmpty();
  }

  private static Arguments module(String name, String... others) {
    return Arguments.of(name, Set.of(others));
  }

  /** Fails when the rule is broken, or when it looked at nothing although it should have. */
  private static void assertHolds(String name, ArchRule rule) {
    assertThat(hasTypes(name) || NOT_YET.contains(name))
        .as("types in dev.rapport.%s", name)
        .isTrue();
    EvaluationResult result = rule.allowEmptyShould(true).evaluate(MAIN);
    assertThat(result.getFailureReport().getDetails()).as(rule.getDescription()).isEmpty();
  }

  private static boolean hasTypes(String name) {
    return MAIN.stream()
        .anyMatch(type -> in(name).test(type) && !type.getSimpleName().equals("package-info"));
  }

  private static DescribedPredicate<JavaClass> in(String... names) {
    return resideInAnyPackage(
        Stream.of(names).map(name -> "dev.rapport." + name + "..").toArray(String[]::new));
  }
}
