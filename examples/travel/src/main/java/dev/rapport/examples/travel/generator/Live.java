package dev.rapport.examples.travel.generator;

import dev.rapport.examples.travel.facts.Click;
import dev.rapport.examples.travel.facts.Search;
import dev.rapport.examples.travel.facts.VideoWatched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the demo's traveller does in the minutes after {@link Generator#NOW}: a change of mind, from
 * warm water to snow.
 */
final class Live {
  private static final List<String> TOPICS =
      List.of(
          "skiing",
          "snowboarding",
          "skiing",
          "skiing",
          "snowboarding",
          "skiing",
          "skiing",
          "snowboarding",
          "skiing",
          "skiing",
          "spa",
          "skiing");
  private static final List<String> PLACES =
      List.of("queenstown", "bariloche", "queenstown", "zermatt", "bariloche");

  private Live() {}

  /** Writes a file of JSON lines for each stream. */
  static Map<String, Path> write(Path folder) throws IOException {
    List<Record> videos = new ArrayList<>();
    List<Record> searches = new ArrayList<>();
    List<Record> clicks = new ArrayList<>();
    for (int i = 0; i < TOPICS.size(); i++) {
      Instant at = Generator.NOW.plusSeconds(5 + 15L * i);
      videos.add(
          new VideoWatched(
              "live_video_" + i, Generator.TRAVELLER, TOPICS.get(i), at, at.plusMillis(300)));
    }
    for (int i = 0; i < PLACES.size(); i++) {
      Instant at = Generator.NOW.plusSeconds(190 + 15L * i);
      searches.add(
          new Search(
              "live_search_" + i, Generator.TRAVELLER, PLACES.get(i), at, at.plusMillis(300)));
      clicks.add(
          new Click(
              "live_click_" + i,
              Generator.TRAVELLER,
              PLACES.get(i),
              at.plusSeconds(5),
              at.plusMillis(5_300)));
    }
    Files.createDirectories(folder);
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("videos", lines(folder.resolve("videos.jsonl"), videos));
    files.put("searches", lines(folder.resolve("searches.jsonl"), searches));
    files.put("clicks", lines(folder.resolve("clicks.jsonl"), clicks));
    return files;
  }

  private static Path lines(Path file, List<Record> events) throws IOException {
    return Files.write(file, events.stream().map(JsonMapper.shared()::writeValueAsString).toList());
  }
}
