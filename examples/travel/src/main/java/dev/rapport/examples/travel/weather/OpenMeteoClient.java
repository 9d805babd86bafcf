package dev.rapport.examples.travel.weather;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.stream.Collectors.joining;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.GeoPoint;
import dev.rapport.spi.service.ServiceClient;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a server that speaks Open-Meteo's forecast API (<a
 * href="https://open-meteo.com/en/docs">open-meteo.com/en/docs</a>) for the current weather: up to
 * a hundred places in a call, all calls at once. A place the server has no weather for is absent.
 * Thread-safe.
 */
public final class OpenMeteoClient implements ServiceClient<GeoPoint, Weather> {
  /** The public server. */
  public static final URI PUBLIC = URI.create("https://api.open-meteo.com");

  private static final int PLACES_PER_CALL = 100;

  private final URI server;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * A client of one server.
   *
   * @param server without the path, such as {@code http://localhost:8080}
   */
  public OpenMeteoClient(URI server) {
    this.server = server;
  }

  @Override
  public Map<GeoPoint, Weather> ask(List<GeoPoint> places, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Call> calls = new ArrayList<>();
    for (int from = 0; from < places.size(); from += PLACES_PER_CALL) {
      calls.add(
          send(places.subList(from, Math.min(from + PLACES_PER_CALL, places.size())), timeout));
    }
    try {
      Map<GeoPoint, Weather> weather = new LinkedHashMap<>();
      for (Call call : calls) {
        long left = Math.max(0, deadline - System.nanoTime());
        read(call.places(), call.answer().get(left, NANOSECONDS), weather);
      }
      return weather;
    } catch (TimeoutException e) {
      throw tooSlow(timeout, e);
    } catch (ExecutionException e) {
      throw failed(e.getCause(), timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e, timeout);
    } finally {
      calls.forEach(call -> call.answer().cancel(true));
    }
  }

  private record Call(List<GeoPoint> places, CompletableFuture<HttpResponse<String>> answer) {}

  private Call send(List<GeoPoint> places, Duration timeout) {
    URI uri =
        server.resolve(
            "/v1/forecast?latitude="
                + joined(places, GeoPoint::lat)
                + "&longitude="
                + joined(places, GeoPoint::lon)
                + "&current=temperature_2m,precipitation,weather_code,wind_speed_10m&timezone=UTC");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
    return new Call(places, http.sendAsync(request, BodyHandlers.ofString()));
  }

  private static String joined(List<GeoPoint> places, ToDoubleFunction<GeoPoint> coordinate) {
    return places.stream()
        .map(place -> String.format(Locale.ROOT, "%.4f", coordinate.applyAsDouble(place)))
        .collect(joining(","));
  }

  /** Answers come in the order of the places; that of a single place is not in an array. */
  private void read(
      List<GeoPoint> places, HttpResponse<String> response, Map<GeoPoint, Weather> weather) {
    JsonNode json = json(response);
    if (response.statusCode() != 200) {
      throw problem("status " + response.statusCode() + ", " + reason(json), null);
    }
    if (json == null) {
      throw problem("unreadable answer: " + start(response.body()), null);
    }
    List<JsonNode> answers = json.isArray() ? json.values().stream().toList() : List.of(json);
    if (answers.size() != places.size()) {
      throw problem(answers.size() + " answers for " + places.size() + " places", null);
    }
    for (int i = 0; i < answers.size(); i++) {
      JsonNode current = answers.get(i).path("current");
      if (!current.isObject()) {
        throw problem("an answer without current weather: " + start(response.body()), null);
      }
      if (current.path("temperature_2m").isNumber() && current.path("weather_code").isNumber()) {
        weather.put(
            places.get(i),
            new Weather(
                current.path("temperature_2m").asDouble(),
                current.path("precipitation").asDouble(0),
                current.path("wind_speed_10m").asDouble(0),
                current.path("weather_code").asInt()));
      }
    }
  }

  private static @Nullable JsonNode json(HttpResponse<String> response) {
    try {
      return JsonMapper.shared().readTree(response.body());
    } catch (JacksonException e) {
      return null;
    }
  }

  private static String reason(@Nullable JsonNode json) {
    return json == null ? "no reason given" : json.path("reason").asString("no reason given");
  }

  private static String start(String body) {
    return body.length() <= 80 ? body : body.substring(0, 80) + "...";
  }

  private RapportException failed(@Nullable Throwable cause, Duration timeout) {
    return switch (cause) {
      case HttpTimeoutException e -> tooSlow(timeout, e);
      case ConnectException e -> problem("cannot be reached", e);
      case null -> problem("failed", null);
      default -> problem("failed, " + cause, cause);
    };
  }

  private RapportException tooSlow(Duration timeout, Exception cause) {
    return problem("no answer within " + timeout.toMillis() + " ms", cause);
  }

  private RapportException problem(String what, @Nullable Throwable cause) {
    return RapportException.dependency(
        "weather from "
            + server
            + ": "
            + what
            + " (expected: the current weather, as Open-Meteo's /v1/forecast answers; is the server right, and up?)",
        cause);
  }
}
