package dev.rapport.plugins.tokens.jtokkit;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.rapport.spi.model.Tokenizer;

/**
 * Token counts of OpenAI's encodings, exact. For other vendors' models they are an estimate.
 *
 * <p>Text that looks like a special token ({@code <|endoftext|>}) counts as the ordinary text that
 * it is. The vocabulary is read at the first count, once in a process. Thread-safe.
 */
public final class JTokkitTokenizer implements Tokenizer {
  private static final EncodingRegistry ENCODINGS = Encodings.newLazyEncodingRegistry();

  private final EncodingType encoding;

  private JTokkitTokenizer(EncodingType encoding) {
    this.encoding = encoding;
  }

  /** The encoding of GPT-4o and later. */
  public static JTokkitTokenizer o200k() {
    return new JTokkitTokenizer(EncodingType.O200K_BASE);
  }

  /** The encoding of GPT-4 and GPT-3.5. */
  public static JTokkitTokenizer cl100k() {
    return new JTokkitTokenizer(EncodingType.CL100K_BASE);
  }

  @Override
  public String name() {
    return encoding.getName();
  }

  @Override
  public int count(String text) {
    return ENCODINGS.getEncoding(encoding).countTokensOrdinary(text);
  }
}
