package dev.rapport.engine.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A constant used before it is initialised is null: every factory names what it was for. */
@SuppressWarnings("NullAway") // what is refused
class NullDurationTest {
  record Click(Instant at) {}

  private static final Source<Click> CLICKS = Source.stream(Click.class, "clicks").at(Click::at);

  @Test
  void a_missing_duration_or_query_is_refused_by_name() {
    Duration none = null;
    assertThatThrownBy(() -> CLICKS.knownAfter(none))
        .hasMessage("source clicks: knownAfter: null (expected: a duration)");
    assertThatThrownBy(() -> CLICKS.dropLaterThan(none))
        .hasMessage("source clicks: dropLaterThan: null (expected: a duration)");
    assertThatThrownBy(() -> CLICKS.retain(none))
        .hasMessage("source clicks: retain: null (expected: a duration such as ofDays(90))");
    assertThatThrownBy(() -> CLICKS.history(null))
        .hasMessage("source clicks: history: null (expected: a query)");
    assertThatThrownBy(() -> Service.of("rate", String.class, Double.class).withTimeout(none))
        .hasMessage("service rate: timeout: null (expected: a duration)");
    assertThatThrownBy(() -> Window.lifetime().offsetBy(none))
        .hasMessage("window offset: null (expected: a duration)");
    assertThatThrownBy(() -> Window.lifetime().offsetBy(Duration.ofNanos(1)))
        .hasMessage("window offset: 0.000000001 s (expected: zero or more, in whole microseconds)");
  }
}
