package dev.rapport.examples.travel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Prompt;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TravelTest {
  private static final List<Class<?>> THEMES =
      List.of(Places.class, Travellers.class, RightNow.class, OnTheSpot.class, Travel.class);

  @Test
  void the_levels_are_the_roots() {
    assertThat(new Travel().catalog().roots())
        .extracting(Definition::name)
        .startsWith("travel_level_0", "travel_level_1", "travel_level_2", "travel_level_3");
    assertThat(Travel.LEVELS)
        .extracting(Prompt::name)
        .containsExactly("travel_level_0", "travel_level_1", "travel_level_2", "travel_level_3");
  }

  @Test
  void the_weather_service_has_a_client() {
    assertThat(new Travel().services().client(OnTheSpot.FORECAST)).isPresent();
  }

  @Test
  void every_definition_has_a_description_and_every_source_an_owner() throws Exception {
    List<Definition> all = definitions();
    assertThat(all).hasSizeGreaterThan(60);
    assertThat(all)
        .filteredOn(
            definition -> !(definition instanceof Prompt p && !p.name().startsWith("travel")))
        .allSatisfy(definition ->
            assertThat(definition.metadata().description()).as(definition.name()).endsWith("."));
  }

  @Test
  void names_are_unique_among_features() throws Exception {
    assertThat(definitions())
        .filteredOn(Feature.class::isInstance)
        .extracting(Definition::name)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "generator"})
  void no_definition_sees_the(String hidden) throws Exception {
    List<Path> classes = catalogClasses();
    assertThat(classes).hasSizeGreaterThan(15);
    for (Path file : classes) {
      for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
        switch (entry) {
          case ClassEntry type ->
              assertThat(type.asInternalName())
                  .as(file.toString())
                  .doesNotContain("examples/travel/" + hidden);
          case Utf8Entry text ->
              assertThat(text.stringValue()).as(file.toString()).doesNotContain("truth");
          default -> {}
        }
      }
    }
  }

  private static List<Definition> definitions() throws IllegalAccessException {
    List<Definition> all = new ArrayList<>();
    for (Class<?> theme : THEMES) {
      for (Field field : theme.getDeclaredFields()) {
        field.setAccessible(true);
        if (Definition.class.isAssignableFrom(field.getType())
            && !Knowledge.class.equals(field.getType())) {
          all.add((Definition) field.get(null));
        }
      }
    }
    return all;
  }

  /** Everything that is compiled for the catalog: not the generator, not the evaluation. */
  private static List<Path> catalogClasses() throws IOException {
    Path root = Path.of("target/classes/dev/rapport/examples/travel");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.startsWith(root.resolve("generator")))
          .filter(file -> !file.startsWith(root.resolve("evaluation")))
          .toList();
    }
  }
}
