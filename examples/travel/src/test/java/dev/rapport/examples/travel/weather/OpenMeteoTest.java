package dev.rapport.examples.travel.weather;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.GeoPoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class OpenMeteoTest {
  private static final GeoPoint LISBON = new GeoPoint(38.7167, -9.1333);
  private static final GeoPoint NOWHERE = new GeoPoint(-48.876, -123.393);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Instant NOON = Instant.parse("2026-06-15T12:30:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

  @Test
  void the_stub_answers_one_place_with_an_object_and_several_with_an_array() throws Exception {
    try (OpenMeteoStub stub = OpenMeteoStub.start(CLOCK)) {
      JsonNode one = get(stub.uri(), "latitude=52.52&longitude=13.41&current=temperature_2m");
      assertThat(one.isObject()).isTrue();
      assertThat(one.path("current").path("time").asString()).isEqualTo("2026-06-15T12:00");
      assertThat(one.path("current_units").path("temperature_2m").asString()).isEqualTo("°C");
      JsonNode two =
          get(
              stub.uri(),
              "latitude=52.52,48.85&longitude=13.41,2.35&current=temperature_2m,weather_code&timezone=UTC");
      assertThat(two.isArray()).isTrue();
      assertThat(two).hasSize(2);
      assertThat(two.get(1).path("location_id").asInt()).isEqualTo(1);
      assertThat(two.get(0).path("current")).isNotEqualTo(one.path("current"));
    }
  }

  @Test
  void the_stub_refuses_as_the_real_server_does() throws Exception {
    try (OpenMeteoStub stub = OpenMeteoStub.start(CLOCK)) {
      for (String wrong :
          List.of(
              "latitude=91&longitude=0",
              "latitude=1,2&longitude=1",
              "latitude=x&longitude=1",
              "latitude=1&longitude=1&current=happiness")) {
        JsonNode refusal = get(stub.uri(), wrong);
        assertThat(refusal.path("error").asBoolean()).as(wrong).isTrue();
        assertThat(refusal.path("reason").asString()).as(wrong).isNotEmpty();
      }
    }
  }

  @Test
  void the_client_reads_what_the_stub_made_up_for_a_place_and_the_hour() {
    try (OpenMeteoStub stub = OpenMeteoStub.start(CLOCK)) {
      OpenMeteoClient client = new OpenMeteoClient(stub.uri());
      Climate lisbon =
          Climate.ofDestinations().stream()
              .filter(place -> place.id().equals("lisbon"))
              .findFirst()
              .orElseThrow();
      Map<GeoPoint, Weather> alone = client.ask(List.of(LISBON), SOON);
      assertThat(alone).containsOnly(Map.entry(LISBON, SeededWeather.at(lisbon, NOON)));
      assertThat(client.ask(List.of(NOWHERE, LISBON), SOON))
          .containsEntry(LISBON, alone.get(LISBON))
          .containsKey(NOWHERE);
    }
  }

  @Test
  void many_places_take_several_calls_and_each_place_keeps_its_weather() {
    List<GeoPoint> places =
        Climate.ofDestinations().stream().map(Climate::location).distinct().toList();
    try (OpenMeteoStub stub = OpenMeteoStub.start(CLOCK)) {
      Map<GeoPoint, Weather> weather = new OpenMeteoClient(stub.uri()).ask(places, SOON);
      assertThat(weather.keySet()).containsExactlyElementsOf(places);
      List<Climate> climates = Climate.ofDestinations();
      weather.forEach((place, now) ->
          assertThat(now).isEqualTo(SeededWeather.at(Climate.at(place, climates), NOON)));
    }
  }

  @Test
  void no_place_takes_no_call() {
    assertThat(new OpenMeteoClient(URI.create("http://localhost:1")).ask(List.of(), SOON))
        .isEmpty();
  }

  @Test
  void a_stub_starts_when_it_is_asked() {
    assertThat(OpenMeteoStub.startedWhenAsked(CLOCK).ask(List.of(LISBON), SOON))
        .containsKey(LISBON);
  }

  @Test
  void a_server_that_is_not_there_is_named() {
    URI gone;
    try (OpenMeteoStub stub = OpenMeteoStub.start(CLOCK)) {
      gone = stub.uri();
    }
    fails(gone, SOON).withMessageContaining(gone + ": cannot be reached");
  }

  @Test
  void a_refusal_tells_its_reason() throws Exception {
    try (Server server = Server.answering(429, "{\"error\":true,\"reason\":\"Too many\"}")) {
      fails(server.uri(), SOON).withMessageContaining("status 429, Too many");
    }
    try (Server server = Server.answering(503, "<html>down</html>")) {
      fails(server.uri(), SOON).withMessageContaining("status 503, no reason given");
    }
  }

  @Test
  void what_is_not_weather_is_refused() throws Exception {
    for (String body : List.of("", "{", "<html>hello</html>", "{\"current\":7}", "[]")) {
      try (Server server = Server.answering(200, body)) {
        fails(server.uri(), SOON).withMessageContaining("expected: the current weather");
      }
    }
  }

  @Test
  void a_place_without_weather_is_absent() throws Exception {
    try (Server server = Server.answering(200, "{\"current\":{\"temperature_2m\":null}}")) {
      assertThat(new OpenMeteoClient(server.uri()).ask(List.of(LISBON), SOON)).isEmpty();
    }
  }

  @Test
  void a_server_that_is_too_slow_is_left() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (Server server = Server.holding(never)) {
      fails(server.uri(), Duration.ofMillis(50)).withMessageContaining("no answer within 50 ms");
    } finally {
      never.countDown();
    }
  }

  @Test
  void made_up_weather_keeps_to_the_climate() {
    for (Climate climate : Climate.ofDestinations()) {
      double july =
          IntStream.range(0, 31 * 24)
              .mapToObj(hour -> Instant.parse("2026-07-01T00:00:00Z").plusSeconds(3_600L * hour))
              .mapToDouble(hour -> SeededWeather.at(climate, hour).temperatureC())
              .average()
              .orElseThrow();
      assertThat(july)
          .as(climate.id())
          .isBetween(climate.temperature().get(6) - 5, climate.temperature().get(6) + 5);
    }
  }

  private static ThrowableAssertAlternative<RapportException> fails(URI server, Duration timeout) {
    return assertThatExceptionOfType(RapportException.class)
        .isThrownBy(() -> new OpenMeteoClient(server).ask(List.of(LISBON), timeout))
        .matches(e -> e.kind() == RapportException.Kind.DEPENDENCY);
  }

  private static JsonNode get(URI server, String query) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return JsonMapper.shared()
          .readTree(
              http.send(
                      HttpRequest.newBuilder(server.resolve("/v1/forecast?" + query)).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body());
    }
  }

  /** A server that answers everything alike. */
  private record Server(HttpServer http) implements AutoCloseable {
    static Server answering(int status, String body) throws Exception {
      return start(exchange -> {
        try (exchange) {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
        }
      });
    }

    static Server holding(CountDownLatch until) throws Exception {
      return start(exchange -> {
        try (exchange) {
          until.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
    }

    private static Server start(com.sun.net.httpserver.HttpHandler handler) throws Exception {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/", handler);
      http.setExecutor(task -> Thread.ofVirtual().start(task));
      http.start();
      return new Server(http);
    }

    URI uri() {
      return URI.create("http://localhost:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }
}
