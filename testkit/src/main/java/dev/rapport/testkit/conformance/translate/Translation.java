package dev.rapport.testkit.conformance.translate;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.schema.Condition.equalTo;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Question;
import dev.rapport.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Says a case as a scenario, and where in its answers each expected value is to be found. */
public final class Translation {
  private final PitCase pitCase;
  private final boolean groupsNulls;
  private final Map<PitCase.Key, Entity<String>> entities = new LinkedHashMap<>();
  private final Map<Sight, Source<CaseRow>> sources = new LinkedHashMap<>();
  private final Map<Sight, CaseSource> events = new LinkedHashMap<>();
  private final List<Feature<?>> features = new ArrayList<>();

  /** What makes a feature of Rapport for a feature of the case. */
  private record Parts(Sight sight, Frame frame) {}

  /** An expected value: the feature and the frame to ask, for the row of the spine it is in. */
  private record Asked(Feature<?> feature, Frame frame, boolean isText) {}

  /**
   * An expected value: the position of the question and the feature.
   *
   * @param isText whether the value is a text of JSON
   */
  public record Cell(int question, Feature<?> feature, boolean isText) {
    /** What an answer holds, in the terms of the case. */
    public @Nullable Object value(Answer<?> answer) {
      return isText && answer.value() instanceof String text
          ? CaseOperation.ofJson(text)
          : answer.value();
    }
  }

  /**
   * A translated case.
   *
   * @param cells for each row of the spine and each feature of the case
   */
  public record Translated(Scenario scenario, List<List<Cell>> cells) {}

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
  public static Translated translate(PitCase pitCase) {
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
        Asked one = asked.get(row);
        Question question = question(row, one.frame());
        int position = questions.computeIfAbsent(question, _ -> questions.size());
        ofRow.add(new Cell(position, one.feature(), one.isText()));
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

  private Question question(int row, Frame frame) {
    Question question = Question.aboutNobody().at(frame.moment());
    for (var entity : entities.entrySet()) {
      String key = entity.getKey().of(pitCase.spine(), row);
      question =
          question.and(entity.getValue(), Objects.requireNonNullElse(key, PitCase.Key.NOBODY));
    }
    return question;
  }

  /** What a feature of the case asks for each row of the spine. */
  private List<Asked> ask(PitCase.Feature feature) {
    List<Sight.Stream> streams = Sight.streams(pitCase, feature, groupsNulls);
    PitCase.Key spineKey = new PitCase.Key(feature.key("spineKey", pitCase.spine()), groupsNulls);
    for (Sight.Stream stream : streams) {
      if (spineKey.columns().size() != stream.key().columns().size()) {
        throw new IllegalArgumentException(
            "feature %s: key %s for %s (expected: as many columns)"
                .formatted(feature.name(), spineKey.columns(), stream.key().columns()));
      }
    }
    Moments moments = new Moments(pitCase, feature, streams, spineKey);
    CaseWindow window =
        feature.countsFromOwnRow()
            ? new CaseWindow(Optional.empty(), false)
            : CaseWindow.of(feature);
    Map<Parts, Feature<?>> byParts = new LinkedHashMap<>();
    List<Asked> asked = new ArrayList<>();
    for (int row = 0; row < pitCase.spine().rows().size(); row++) {
      Sight sight = sight(feature, streams, spineKey, moments, window.early(), row);
      CaseSource facts = new CaseSource(sight, pitCase, row);
      Frame frame = Frame.of(pitCase, feature, facts, moments, window, row);
      Parts parts = new Parts(sight, frame.withoutMoment());
      Feature<?> translated = byParts.get(parts);
      if (translated == null) {
        translated = feature(facts, frame, feature);
        byParts.put(parts, translated);
        features.add(translated);
      }
      boolean isText = sight.asText() && translated.type().javaClass().equals(String.class);
      asked.add(new Asked(translated, frame, isText));
    }
    return asked;
  }

  private Sight sight(
      PitCase.Feature feature,
      List<Sight.Stream> streams,
      PitCase.Key spineKey,
      Moments moments,
      boolean early,
      int row) {
    JsonNode aggregateFilter =
        feature.isLag() ? NullNode.instance : feature.json().path("aggFilter");
    boolean isFiltered = !new CaseFilter(aggregateFilter).isEmpty();
    boolean asText =
        isFiltered
            && feature.isCounted()
            && (Set.of("count_rows", "first_any", "last_any", "lookup").contains(feature.op())
                || (feature.op().equals("count") && feature.column().isEmpty()));
    boolean needsSpineRow =
        feature.includesSpineRow()
            && (!feature.excludesOwnRow() || feature.isLag())
            && streams.stream().noneMatch(Sight.Stream::isSelf);
    return new Sight(
        streams,
        spineKey,
        feature.ts("spineTs", pitCase.spine()),
        feature.column(),
        feature.json().path("sourceFilter"),
        aggregateFilter,
        spineValues(feature, row),
        isFiltered && (feature.isLookup() || feature.isCounted()),
        asText,
        feature.json().path("visibility"),
        PitCase.text(feature.window(), "tieBreak"),
        moments.known(),
        early,
        needsSpineRow);
  }

  private List<JsonNode> spineValues(PitCase.Feature feature, int row) {
    List<JsonNode> values = new ArrayList<>();
    for (String filter : new String[] {"sourceFilter", "aggFilter"}) {
      CaseFilter caseFilter = new CaseFilter(feature.json().path(filter));
      values.addAll(caseFilter.spineValues(pitCase.spine(), row));
    }
    return values;
  }

  private Feature<?> feature(CaseSource facts, Frame frame, PitCase.Feature feature) {
    Sight sight = facts.sight();
    Entity<String> entity =
        entities.computeIfAbsent(
            sight.spineKey(), _ -> Entity.of("subject_" + entities.size(), String.class));
    Source<CaseRow> source =
        sources.computeIfAbsent(sight, _ -> facts.definition("case_" + sources.size(), entity));
    events.putIfAbsent(sight, facts);
    Selection<CaseRow> selection = source.feature("feature_" + features.size());
    if (sight.isFiltered()) {
      selection = selection.where(CaseRow::kept, equalTo(true));
    }
    if (frame.filter().isPresent()) {
      selection = selection.where(frame.filter().get());
    }
    if (frame.window().isEmpty()) {
      selection = selection.where(_ -> false);
    }
    Window window = frame.window().orElse(Window.last(Duration.ofMillis(1)));
    if (sight.asText()) {
      return CaseOperation.ofText(selection, feature, window);
    }
    boolean countsRows = feature.op().equals("count") || feature.op().equals("count_rows");
    return feature.column().isEmpty() && countsRows
        ? selection.aggregate(countRows(), window)
        : sight.operation(pitCase).feature(selection, feature, window, frame.back());
  }
}
