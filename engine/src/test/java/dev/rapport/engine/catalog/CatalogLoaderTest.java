package dev.rapport.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.error.CatalogException;
import dev.rapport.api.error.RapportException;
import dev.rapport.engine.CompiledSources;
import dev.rapport.spi.service.ServiceBindings;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code that fails while it defines is told as a mistake in that code. */
final class CatalogLoaderTest {
  private static final String IMPORTS =
      """
      import dev.rapport.api.aggregation.*;
      import dev.rapport.api.catalog.*;
      import dev.rapport.api.entity.*;
      import dev.rapport.api.feature.*;
      import dev.rapport.api.schema.*;
      import java.time.*;
      import java.util.*;
      """;

  private static CompiledSources compiled(String... sources) {
    String[] whole = sources.clone();
    for (int i = 0; i < whole.length; i++) {
      whole[i] = IMPORTS + whole[i];
    }
    return CompiledSources.of(whole);
  }

  private static Catalog load(CompiledSources classes, String name) {
    return CatalogLoader.load(CatalogLoader.provider(classes.type(name)));
  }

  private static String problem(CompiledSources classes, String name) {
    return catchThrowableOfType(CatalogException.class, () -> load(classes, name))
        .problems()
        .getFirst();
  }

  @Test
  void a_catalog_is_what_its_provider_names() {
    CompiledSources classes =
        compiled(
            """
            class Right implements CatalogProvider {
              static final Entity<String> USER = Entity.of("user", String.class);
              public Catalog catalog() { return Catalog.of(USER); }
            }
            """);
    assertThat(load(classes, "Right").roots())
        .containsExactly((dev.rapport.api.entity.Definition) classes.constant("Right", "USER"));
    assertThat(CatalogLoader.services(() -> Catalog.of())).isSameAs(ServiceBindings.NONE);
  }

  @Test
  void a_refused_definition_is_told_with_its_class_and_line() {
    CompiledSources classes =
        compiled(
            """
            class Wrong implements CatalogProvider {
              static final Entity<String> USER = Entity.of("the user", String.class);
              public Catalog catalog() { return Catalog.of(USER); }
            }
            """);
    String expected =
        "entity name: the user (expected: a letter, then letters, digits or underscores, at most"
            + " 100), in Wrong (Wrong.java:9)";
    assertThat(problem(classes, "Wrong")).isEqualTo(expected);
    assertThat(problem(classes, "Wrong")).as("the second time").isEqualTo(expected);
  }

  @Test
  void a_constant_used_above_its_declaration_is_told() {
    CompiledSources classes =
        compiled(
            """
            class Early implements CatalogProvider {
              static final Feature<Double> TWICE =
                  Feature.computed("twice", Type.DOUBLE, Early.ONCE, x -> x * 2);
              static final Request<Double> ONCE = Request.of("once", Double.class);
              public Catalog catalog() { return Catalog.of(TWICE); }
            }
            """);
    String expected =
        "feature twice: input: null (expected: a feature or request; is it a constant used before"
            + " it is initialised?), in Early (Early.java:10): constants are made from top to"
            + " bottom (way out: declare it above line 10)";
    assertThat(problem(classes, "Early")).isEqualTo(expected);
    assertThat(problem(classes, "Early")).as("the second time").isEqualTo(expected);
  }

  private static final String FIRST =
      """
      class First implements CatalogProvider {
        static final Feature<Double> TWICE =
            Feature.computed("twice", Type.DOUBLE, Second.ONCE, x -> x * 2);
        static final Entity<String> USER = Entity.of("user", String.class);
        public Catalog catalog() { return Catalog.of(TWICE); }
      }
      """;
  private static final String SECOND =
      """
      class Second implements CatalogProvider {
        record Watched(String user, Instant at) {}
        static final Source<Watched> VIDEOS =
            Source.stream(Watched.class, "videos").at(Watched::at).about(First.USER, Watched::user);
        static final Request<Double> ONCE = Request.of("once", Double.class);
        public Catalog catalog() { return Catalog.of(VIDEOS); }
      }
      """;

  @Test
  void classes_that_need_each_other_are_told() {
    assertThat(problem(compiled(FIRST, SECOND), "First"))
        .isEqualTo(
            "source videos: about: null (expected: an entity; is it a constant used before it is"
                + " initialised?), in Second (Second.java:11): the constants of First"
                + " (First.java:9) and of Second need each other, so one class sees the other's"
                + " before they are made (way out: put the constants that both need in a class"
                + " that needs neither)");
    assertThat(problem(compiled(FIRST, SECOND), "Second"))
        .isEqualTo(
            "feature twice: input: null (expected: a feature or request; is it a constant used"
                + " before it is initialised?), in First (First.java:10): the constants of Second"
                + " (Second.java:11) and of First need each other, so one class sees the other's"
                + " before they are made (way out: put the constants that both need in a class"
                + " that needs neither)");
  }

  @Test
  void a_method_called_on_a_constant_that_is_not_there_yet_is_told() {
    CompiledSources classes =
        compiled(
            FIRST.replace("Second.ONCE", "Second.HALF.named(\"halves\")"),
            SECOND
                .replace("Request<Double> ONCE", "Feature<Double> HALF")
                .replace("Request.of(\"once\", Double.class)", "First.TWICE.named(\"half\")"));
    assertThat(problem(classes, "First"))
        .startsWith("source videos: about: null")
        .contains("need each other");
    classes =
        compiled(
            FIRST.replace("Second.ONCE", "Second.HALF"),
            "class Second { static final Feature<Double> HALF = First.TWICE.named(\"half\"); }");
    assertThat(problem(classes, "First"))
        .isEqualTo(
            "First.TWICE: null (expected: a value; is it a constant used before it is"
                + " initialised?), in Second (Second.java:8): the constants of First"
                + " (First.java:9) and of Second need each other, so one class sees the other's"
                + " before they are made (way out: put the constants that both need in a class"
                + " that needs neither)");
  }

  /** Lets two initialisations go on when both have begun, or the other does not come. */
  private static final String MEETING =
      """
      import java.util.concurrent.*;
      class Meeting {
        private static final CountDownLatch BOTH = new CountDownLatch(2);
        static boolean meet() {
          BOTH.countDown();
          try {
            return BOTH.await(300, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
      }
      """;

  @Test
  @Timeout(30)
  void two_threads_that_load_such_classes_do_not_wait_for_each_other() throws Exception {
    String meet = "{ static final boolean MET = Meeting.meet();";
    CompiledSources classes =
        CompiledSources.of(
            IMPORTS + FIRST.replaceFirst("\\{", meet),
            IMPORTS + SECOND.replaceFirst("\\{", meet),
            MEETING);
    // Threads that wait for each other must not keep the test waiting.
    FutureTask<String> first = new FutureTask<>(() -> problem(classes, "First"));
    FutureTask<String> second = new FutureTask<>(() -> problem(classes, "Second"));
    Thread.ofPlatform().daemon().start(first);
    Thread.ofPlatform().daemon().start(second);

    assertThat(first.get()).contains("need each other");
    assertThat(second.get()).contains("need each other");
  }

  @Test
  void other_mistakes_are_told_with_their_place() {
    assertThat(
            problem(
                compiled(
                    """
                    class Divides implements CatalogProvider {
                      public Catalog catalog() { return Catalog.of(Entity.of("e" + 1 / zero(), String.class)); }
                      static int zero() { return 0; }
                    }
                    """),
                "Divides"))
        .isEqualTo("catalog: ArithmeticException: / by zero, in Divides (Divides.java:9)");
    assertThat(
            problem(
                compiled(
                    """
                    class Ages implements CatalogProvider {
                      static final java.time.Duration AGES = java.time.Duration.ofDays(Long.MAX_VALUE);
                      public Catalog catalog() { return Catalog.of(); }
                    }
                    """),
                "Ages"))
        .isEqualTo(
            "duration: long overflow (expected: one that Java can count; lifetime() has no end), in"
                + " Ages (Ages.java:9)");
    assertThat(
            problem(
                compiled(
                    """
                    class Endless implements CatalogProvider {
                      record Tree(String name, List<Tree> children) {}
                      public Catalog catalog() { return Catalog.of(Source.stream(Tree.class, "trees")); }
                    }
                    """),
                "Endless"))
        .startsWith("catalog: endless (expected: no record that contains itself");
    assertThat(
            problem(
                compiled(
                    """
                    class Sure implements CatalogProvider {
                      public Catalog catalog() { throw new AssertionError("no trips"); }
                    }
                    """),
                "Sure"))
        .startsWith("catalog: AssertionError: no trips, in Sure (Sure.java:");
    assertThat(
            problem(
                compiled(
                    """
                    class Nothing implements CatalogProvider {
                      public Catalog catalog() { return null; }
                    }
                    """),
                "Nothing"))
        .isEqualTo("class Nothing: catalog(): null (expected: the roots, by Catalog.of(...))");
  }

  @Test
  void a_class_that_cannot_be_a_provider_is_told() {
    CompiledSources classes =
        compiled(
            "class Plain {}",
            "abstract class Abstract implements CatalogProvider {}",
            """
            record Needs(String name) implements CatalogProvider {
              public Catalog catalog() { return Catalog.of(); }
            }
            """);
    assertThat(problem(classes, "Plain"))
        .isEqualTo(
            "class Plain: no catalog (expected: implements CatalogProvider, a class that names"
                + " the roots of a catalog)");
    assertThat(problem(classes, "Abstract"))
        .isEqualTo(
            "class Abstract: cannot be made (expected: a class that is not abstract, with a"
                + " constructor without parameters)");
    assertThat(problem(classes, "Needs")).startsWith("class Needs: cannot be made");
  }

  @Test
  void a_failure_of_something_outside_stays_one() {
    CatalogProvider provider =
        () -> {
          throw RapportException.dependency("storage: cannot be reached", null);
        };
    assertThat(
            catchThrowableOfType(RapportException.class, () -> CatalogLoader.load(provider)).kind())
        .isEqualTo(RapportException.Kind.DEPENDENCY);
  }
}
