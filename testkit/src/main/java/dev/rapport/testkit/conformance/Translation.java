package dev.rapport.testkit.conformance;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.schema.Condition.equalTo;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Question;
import dev.rapport.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Says a case as a scenario, and where in its answers each expected value is to be found. */
final class Translation {
  private final PitCase pitCase;
  private final boolean groupsNulls;
  private final Map<PitCase.Key, Entity<String>> entities = new LinkedHashMap<>();
  private final Map<CaseSource.Sight, Source<CaseRow>> sources = new LinkedHashMap<>();
  private final Map<CaseSource.Sight, CaseSource> events = new LinkedHashMap<>();
  private final List<Feature<?>> features = new ArrayList<>();

  /** An expected value: the feature and the moment to ask, for the row of the spine it is in. */
  private record Asked(Feature<?> feature, Instant moment) {}

  /** An expected value: the position of the question and the feature. */
  record Cell(int question, Feature<?> feature) {}

  /**
   * A translated case.
   *
   * @param cells for each row of the spine and each feature of the case
   */
  record Translated(Scenario scenario, List<List<Cell>> cells) {}

  private Translation(PitCase pitCase) {
    this.pitCase = pitCase;
    this.groupsNulls = pitCase.semantics().path("nullKeys").asString("").equals("group");
  }

  /**
   * Translates a case.
   *
   * @throws UnsupportedNotion if it asks for what cannot be said
   * @throws IllegalArgumentException if it contradicts itself
   */
  static Translated translate(PitCase pitCase) {
    Set<String> lacking = Notions.lacking(pitCase);
    if (!lacking.isEmpty()) {
      throw new UnsupportedNotion(String.join(", ", lacking));
    }
    return new Translation(pitCase).translate();
  }

  private Translated translate() {
    int rows = pitCase.spine().rows().size();
    List<List<Asked>> byFeature = pitCase.features().stream().map(this::ask).toList();
    Map<Question, Integer> questions = new LinkedHashMap<>();
    List<List<Cell>> cells = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Cell> ofRow = new ArrayList<>();
      for (List<Asked> asked : byFeature) {
        Question question = question(row, asked.get(row).moment());
        int position = questions.computeIfAbsent(question, _ -> questions.size());
        ofRow.add(new Cell(position, asked.get(row).feature()));
      }
      cells.add(ofRow);
    }
    Scenario scenario = Scenario.asking(features, List.copyOf(questions.keySet()));
    for (var source : sources.entrySet()) {
      CaseSource facts = Objects.requireNonNull(events.get(source.getKey()));
      scenario = scenario.with(source.getValue(), facts.deliveries());
    }
    return new Translated(scenario, cells);
  }

  private Question question(int row, Instant moment) {
    Question question = Question.aboutNobody().at(moment);
    for (var entity : entities.entrySet()) {
      String key = entity.getKey().of(pitCase.spine(), row);
      question =
          question.and(entity.getValue(), Objects.requireNonNullElse(key, PitCase.Key.NOBODY));
    }
    return question;
  }

  /** What a feature of the case asks for each row of the spine. */
  private List<Asked> ask(PitCase.Feature feature) {
    PitCase.Table table = pitCase.stream(feature.streams().getFirst());
    PitCase.Key spineKey = new PitCase.Key(feature.key("spineKey", pitCase.spine()), groupsNulls);
    PitCase.Key eventKey = new PitCase.Key(feature.key("eventKey", table), groupsNulls);
    if (spineKey.columns().size() != eventKey.columns().size()) {
      throw new IllegalArgumentException(
          "feature %s: key %s for %s (expected: as many columns)"
              .formatted(feature.name(), spineKey.columns(), eventKey.columns()));
    }
    Moments moments = new Moments(pitCase, feature, spineKey, eventKey);
    CaseWindow window = CaseWindow.of(feature);
    Map<CaseSource.Sight, Feature<?>> bySight = new LinkedHashMap<>();
    List<Asked> asked = new ArrayList<>();
    for (int row = 0; row < pitCase.spine().rows().size(); row++) {
      CaseSource.Sight sight =
          new CaseSource.Sight(
              feature.streams().getFirst(),
              spineKey,
              eventKey,
              moments.eventTs(),
              feature.column(),
              feature.json().path("sourceFilter"),
              feature.json().path("aggFilter"),
              spineValues(feature, row),
              feature.isLookup(),
              feature.json().path("visibility"),
              PitCase.text(feature.window(), "tieBreak"),
              moments.byArrival(),
              window.early());
      Feature<?> translated = bySight.get(sight);
      if (translated == null) {
        translated = feature(sight, new CaseSource(sight, table, pitCase.spine(), row), feature);
        bySight.put(sight, translated);
        features.add(translated);
      }
      asked.add(new Asked(translated, moments.of(row)));
    }
    return asked;
  }

  private List<JsonNode> spineValues(PitCase.Feature feature, int row) {
    List<JsonNode> values = new ArrayList<>();
    for (String filter : new String[] {"sourceFilter", "aggFilter"}) {
      CaseFilter caseFilter = new CaseFilter(feature.json().path(filter));
      values.addAll(caseFilter.spineValues(pitCase.spine(), row));
    }
    return values;
  }

  private Feature<?> feature(CaseSource.Sight sight, CaseSource facts, PitCase.Feature feature) {
    Entity<String> entity =
        entities.computeIfAbsent(
            sight.spineKey(), _ -> Entity.of("subject_" + entities.size(), String.class));
    Source<CaseRow> source =
        sources.computeIfAbsent(sight, _ -> facts.definition("case_" + sources.size(), entity));
    events.putIfAbsent(sight, facts);
    CaseWindow window = CaseWindow.of(feature);
    Selection<CaseRow> selection = source.feature("feature_" + features.size());
    if (sight.isFiltered()) {
      selection = selection.where(CaseRow::kept, equalTo(true));
    }
    if (window.window().isEmpty()) {
      selection = selection.where(_ -> false);
    }
    Window span = window.window().orElse(Window.last(Duration.ofMillis(1)));
    boolean countsRows = feature.op().equals("count") || feature.op().equals("count_rows");
    return feature.column().isEmpty() && countsRows
        ? selection.aggregate(countRows(), span)
        : sight.operation(facts.events()).feature(selection, feature, span);
  }
}
