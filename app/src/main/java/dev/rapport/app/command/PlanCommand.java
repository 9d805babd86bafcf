package dev.rapport.app.command;

import dev.rapport.app.output.Terminal;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.app.session.Session;
import dev.rapport.app.session.SessionCommand;
import dev.rapport.engine.plan.Plan;
import picocli.CommandLine.Command;

@Command(
    name = "plan",
    description =
        "Shows what apply would change: + new, ~ changed, - removed, > sources to read (again).",
    footer = {"%nExample:", "  rapport --catalog my/context plan"})
final class PlanCommand extends SessionCommand {
  PlanCommand(GlobalOptions options, Terminal terminal) {
    super(options, terminal);
  }

  @Override
  protected int run(Session session) {
    Plan plan = session.rapport().plan(session.provider());
    session.progress().close();
    if (options().json()) {
      out().println(plan.toJson());
    } else {
      PlanText.print(plan, terminal());
    }
    return 0;
  }
}
