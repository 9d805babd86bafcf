package dev.rapport.engine.dataset;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.question.Question;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The questions of a dataset. */
public sealed interface Questions {

  /** Questions at hand; each should have a moment. */
  static Questions of(List<Question> questions) {
    return new Listed(questions);
  }

  /**
   * Questions in a Parquet, CSV or JSON file: a column for each entity that is asked about, {@code
   * at}, one for each request input, {@code words} for the user's words if there are any; every
   * other column is passed through.
   */
  static Questions file(Path file) {
    return new InFile(file);
  }

  /** The earliest moment that is asked about; empty where it is known only when they are read. */
  default Optional<Instant> earliest() {
    return switch (this) {
      case Listed listed ->
          listed.questions().stream()
              .flatMap(question -> question.at().stream())
              .min(Comparator.naturalOrder());
      case InFile _ -> Optional.empty();
    };
  }

  /** A list. */
  record Listed(List<Question> questions) implements Questions {
    public Listed {
      if (questions == null) {
        throw RapportException.user("questions", null, "a list of questions");
      }
      for (int i = 0; i < questions.size(); i++) {
        if (questions.get(i) == null) {
          throw RapportException.user("question " + (i + 1), null, "a question");
        }
      }
      questions = List.copyOf(questions);
    }
  }

  /** A file. */
  record InFile(Path file) implements Questions {
    public InFile {
      if (file == null) {
        throw RapportException.user(
            "file of questions", null, "the path of a Parquet, CSV or JSON file");
      }
    }
  }
}
