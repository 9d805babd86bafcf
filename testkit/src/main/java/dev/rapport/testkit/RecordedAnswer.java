package dev.rapport.testkit;

import dev.rapport.api.feature.Service;
import java.time.Instant;

/** What an outside service once answered: a fact, known when it answered. */
public record RecordedAnswer<I, O>(
    Service<I, O> service, I request, O answer, Instant answeredAt) {}
