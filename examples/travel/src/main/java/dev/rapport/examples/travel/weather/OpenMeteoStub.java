package dev.rapport.examples.travel.weather;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rapport.api.schema.GeoPoint;
import dev.rapport.spi.service.ServiceClient;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A local server that speaks Open-Meteo's forecast API and answers with made-up weather ({@link
 * SeededWeather}) of the hour its clock shows. It listens on the loopback interface only, and does
 * not keep the process alive. Thread-safe.
 */
public final class OpenMeteoStub implements AutoCloseable {
  /** What to tell whoever sees its answers. */
  public static final String NOTICE =
      "Weather: made up by a local stub server that speaks the Open-Meteo API, not the real weather.";

  private static final Set<String> VARIABLES =
      Set.of("temperature_2m", "precipitation", "weather_code", "wind_speed_10m");

  private final List<Climate> climates = Climate.ofDestinations();
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private OpenMeteoStub(Clock clock) throws IOException {
    this.clock = clock;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/forecast", this::answer);
    server.setExecutor(threads);
  }

  /** A server on a free port. */
  public static OpenMeteoStub start(Clock clock) {
    try {
      OpenMeteoStub stub = new OpenMeteoStub(clock);
      // The server's own thread is a daemon where the thread that starts it is one.
      Thread.ofPlatform().daemon().start(stub.server::start).join();
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException("weather stub: no free port on the loopback interface", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("weather stub: interrupted while it started", e);
    }
  }

  /** A client of a server that is started when it is first asked. */
  public static ServiceClient<GeoPoint, Weather> startedWhenAsked(Clock clock) {
    AtomicReference<@Nullable OpenMeteoClient> started = new AtomicReference<>();
    return (places, timeout) -> {
      OpenMeteoClient client;
      synchronized (started) {
        client = started.get();
        if (client == null) {
          client = new OpenMeteoClient(start(clock).uri());
          started.set(client);
        }
      }
      return client.ask(places, timeout);
    };
  }

  /** Where it listens. */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      Object body;
      try {
        body = forecast(parameters(exchange.getRequestURI()));
      } catch (IllegalArgumentException e) {
        status = 400;
        body = new Refusal(true, String.valueOf(e.getMessage()));
      }
      byte[] json = JsonMapper.shared().writeValueAsBytes(body);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.getResponseHeaders().set("X-Stub", NOTICE);
      exchange.sendResponseHeaders(status, json.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(json);
      }
    }
  }

  private record Refusal(boolean error, String reason) {}

  private static Map<String, String> parameters(URI uri) {
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    return Stream.of(query.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8), (a, b) -> a + "," + b));
  }

  private Object forecast(Map<String, String> parameters) {
    double[] latitudes = coordinates(parameters, "latitude", 90);
    double[] longitudes = coordinates(parameters, "longitude", 180);
    if (latitudes.length != longitudes.length) {
      throw new IllegalArgumentException(
          "Parameter 'latitude' and 'longitude' must have the same number of elements");
    }
    String zone = parameters.getOrDefault("timezone", "GMT");
    if (!Set.of("GMT", "UTC").contains(zone)) {
      throw new IllegalArgumentException("Invalid timezone (this stub knows GMT and UTC only)");
    }
    List<String> variables =
        Stream.of(parameters.getOrDefault("current", "").split(","))
            .filter(variable -> !variable.isEmpty())
            .toList();
    for (String variable : variables) {
      if (!VARIABLES.contains(variable)) {
        throw new IllegalArgumentException(
            "Cannot initialize ForecastVariable from invalid String value " + variable + ".");
      }
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.HOURS);
    List<Object> answers = new ArrayList<>();
    for (int i = 0; i < latitudes.length; i++) {
      GeoPoint point = new GeoPoint(latitudes[i], longitudes[i]);
      answers.add(place(point, i, now, zone, variables));
    }
    return answers.size() == 1 ? answers.getFirst() : answers;
  }

  private Map<String, Object> place(
      GeoPoint point, int number, Instant now, String zone, List<String> variables) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("latitude", point.lat());
    answer.put("longitude", point.lon());
    answer.put("generationtime_ms", 0.0);
    answer.put("utc_offset_seconds", 0);
    answer.put("timezone", zone);
    answer.put("timezone_abbreviation", zone);
    answer.put("elevation", 0.0);
    if (number > 0) {
      answer.put("location_id", number);
    }
    if (!variables.isEmpty()) {
      Map<String, Object> units = new LinkedHashMap<>(Map.of("time", "iso8601"));
      units.put("interval", "seconds");
      Map<String, Object> current = new LinkedHashMap<>();
      current.put("time", now.toString().substring(0, 16));
      current.put("interval", 900);
      Weather weather = SeededWeather.at(Climate.at(point, climates), now);
      for (String variable : variables) {
        units.put(variable, unit(variable));
        current.put(variable, value(weather, variable));
      }
      answer.put("current_units", units);
      answer.put("current", current);
    }
    return answer;
  }

  private static String unit(String variable) {
    return switch (variable) {
      case "temperature_2m" -> "°C";
      case "precipitation" -> "mm";
      case "wind_speed_10m" -> "km/h";
      default -> "wmo code";
    };
  }

  private static Number value(Weather weather, String variable) {
    return switch (variable) {
      case "temperature_2m" -> weather.temperatureC();
      case "precipitation" -> weather.precipitationMm();
      case "wind_speed_10m" -> weather.windKmh();
      default -> weather.weatherCode();
    };
  }

  private static double[] coordinates(Map<String, String> parameters, String name, int limit) {
    String text = parameters.get(name);
    if (text == null) {
      throw new IllegalArgumentException("Parameter '" + name + "' is required");
    }
    double[] values = Stream.of(text.split(",")).mapToDouble(Double::parseDouble).toArray();
    for (double value : values) {
      if (!(Math.abs(value) <= limit)) {
        throw new IllegalArgumentException(
            Character.toUpperCase(name.charAt(0))
                + name.substring(1)
                + " must be in range of -"
                + limit
                + " to "
                + limit
                + "°. Given: "
                + value
                + ".");
      }
    }
    return values;
  }
}
