package dev.rapport.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Configures java.util.logging, when a library first uses it: only what is serious is shown, as a
 * command tells itself what a person should know. The JDK makes one by the name of the class.
 */
public final class QuietLogging {
  private static final String SEVERE =
      """
      handlers = java.util.logging.ConsoleHandler
      .level = SEVERE
      """;

  /** Puts the configuration into force. */
  public QuietLogging() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(SEVERE.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
