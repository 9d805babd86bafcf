package dev.rapport.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import dev.rapport.engine.definition.DefinitionKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/**
 * The deployed catalog as it lies in the log. This text is on disks: the test may gain a format, it
 * may not change one.
 */
class DeployedCatalogTest {
  private static final String GOLDEN =
      """
      {
        "format" : 1,
        "definitions" : [ {
          "kind" : "entity",
          "name" : "user",
          "values" : "aa",
          "papers" : "bb",
          "fields" : {
            "key" : "String"
          },
          "uses" : [ ]
        }, {
          "kind" : "feature set",
          "name" : "profile",
          "values" : "cc",
          "papers" : "dd",
          "fields" : {
            "owner" : "é",
            "description" : ""
          },
          "uses" : [ "feature liked" ]
        } ]
      }\
      """;

  private static SequencedMap<String, String> fields(String... namesAndTexts) {
    SequencedMap<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      fields.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return fields;
  }

  private static final DeployedCatalog CATALOG =
      new DeployedCatalog(
          List.of(
              new DeployedCatalog.Deployed(
                  DefinitionKind.FEATURE_SET,
                  "profile",
                  "cc",
                  "dd",
                  fields("owner", "é", "description", ""),
                  List.of("feature liked")),
              new DeployedCatalog.Deployed(
                  DefinitionKind.ENTITY, "user", "aa", "bb", fields("key", "String"), List.of())));

  @Test
  void a_catalog_of_format_1_stays_readable_and_is_what_is_written() {
    assertThat(CATALOG.toJson().replace(System.lineSeparator(), "\n")).isEqualTo(GOLDEN);
    assertThat(DeployedCatalog.fromJson(GOLDEN)).isEqualTo(CATALOG);
  }

  @Test
  void a_catalog_of_a_later_format_is_refused() {
    assertThatThrownBy(
            () -> DeployedCatalog.fromJson(GOLDEN.replace("\"format\" : 1", "\"format\" : 2")))
        .isInstanceOf(RapportException.class)
        .hasMessage(
            "deployed catalog: format 2 (expected: 1; was it written by another version of"
                + " Rapport?)");
  }
}
