package dev.rapport.app.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why it failed, as a {@code PrintStream} does not. */
final class WatchedOutput extends OutputStream {
  private final OutputStream target;
  private @Nullable IOException failure;

  WatchedOutput(OutputStream target) {
    this.target = new BufferedOutputStream(target, 1 << 16);
  }

  /** Why it failed; empty where it did not, or where the reader just went away. */
  Optional<String> failure() {
    return Optional.ofNullable(failure)
        .map(IOException::getMessage)
        .filter(message -> !message.equals("Broken pipe") && !message.equals("Stream closed"));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      target.write(bytes, from, length);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      target.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private IOException failed(IOException e) {
    if (failure == null) {
      failure = e;
    }
    return e;
  }
}
