package dev.rapport.app.session;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command. */
public final class GlobalOptions {
  @Option(
      names = "--catalog",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "A folder of .java files with the catalog. Default: the current folder if there are some"
              + " in it, else the travel example.")
  private @Nullable Path catalog;

  @Option(
      names = "--provider",
      paramLabel = "CLASS",
      scope = ScopeType.INHERIT,
      description = "Which class of the folder is the catalog, where there are several.")
  private @Nullable String provider;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "Where Rapport keeps what it was told. Default: .rapport in the catalog's folder, or in"
              + " the current one for the travel example.")
  private @Nullable Path data;

  @Option(
      names = "--data-root",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where the relative paths of SQL start. Default: the catalog's folder.")
  private @Nullable Path dataRoot;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Write the result as JSON.")
  private boolean json;

  @Option(
      names = "--strict",
      scope = ScopeType.INHERIT,
      description =
          "Exit with 1 where rows were set aside or could not be asked, or values are in error.")
  private boolean strict;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show all of it: every row set aside, the cause of an error.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  public Optional<Path> catalog() {
    return Optional.ofNullable(catalog);
  }

  public Optional<String> provider() {
    return Optional.ofNullable(provider);
  }

  public Optional<Path> data() {
    return Optional.ofNullable(data);
  }

  public Optional<Path> dataRoot() {
    return Optional.ofNullable(dataRoot);
  }

  public boolean json() {
    return json;
  }

  public boolean strict() {
    return strict;
  }

  public boolean verbose() {
    return verbose;
  }
}
