package dev.rapport.app.session;

import dev.rapport.app.output.Json;
import dev.rapport.app.output.Terminal;
import java.io.PrintStream;
import java.util.concurrent.Callable;

/** A command that works with a catalog; its return value is the exit code. */
public abstract class SessionCommand implements Callable<Integer> {
  private final GlobalOptions options;
  private final Terminal terminal;

  protected SessionCommand(GlobalOptions options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  @Override
  public final Integer call() {
    try (Session session = new Session(options, terminal)) {
      return run(session);
    }
  }

  protected abstract int run(Session session);

  protected final GlobalOptions options() {
    return options;
  }

  protected final Terminal terminal() {
    return terminal;
  }

  /** For results. */
  protected final PrintStream out() {
    return terminal.out();
  }

  protected final void printJson(Object document) {
    out().println(Json.text(document));
  }

  /**
   * The exit code of a command that answered: rows of its sources that were set aside are told of.
   *
   * @param problems what else could not be read
   */
  protected final int answered(Session session, long problems) {
    return exitCode(problems + session.noteSetAside());
  }

  /** The exit code where rows were set aside or not. */
  protected final int exitCode(long setAside) {
    return options.strict() && setAside > 0 ? 1 : 0;
  }
}
