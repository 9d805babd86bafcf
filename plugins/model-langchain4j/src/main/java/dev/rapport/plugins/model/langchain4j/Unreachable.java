package dev.rapport.plugins.model.langchain4j;

import dev.rapport.api.error.RapportException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** Why an endpoint gave no answer at all. */
final class Unreachable {
  private Unreachable() {}

  static RapportException toException(Endpoint endpoint, Throwable thrown) {
    return RapportException.dependency(
        "language model %s: %s (expected: a running OpenAI-compatible API; %s says where)"
            .formatted(endpoint, reason(thrown), Endpoint.URL),
        thrown);
  }

  private static String reason(Throwable thrown) {
    String connect = "";
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnresolvedAddressException e -> {
          return "unknown host";
        }
        case UnknownHostException e -> {
          return "unknown host";
        }
        case HttpConnectTimeoutException e -> {
          return "no connection in time";
        }
        case SSLException e -> {
          return "no secure connection: " + e.getMessage();
        }
        case ConnectException e ->
            connect = e.getMessage() == null ? "connection refused" : e.getMessage();
        default -> {}
      }
    }
    return connect.isEmpty() ? "the connection broke: " + root(thrown) : connect;
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
