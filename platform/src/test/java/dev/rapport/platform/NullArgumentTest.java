package dev.rapport.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.feature.Source;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.question.Question;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.testkit.fakes.FakeEmbeddingModel;
import dev.rapport.testkit.fakes.FakeTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kotlin and Java without a check for nulls may pass is refused where it is passed. */
@SuppressWarnings("NullAway") // what is refused
class NullArgumentTest {
  private static final Question ANN = Question.about(Shop.CUSTOMER, "ann");
  private static final CatalogProvider NO_CATALOG = null;
  private static final Feature<?> NO_FEATURE = null;
  private static final Question NO_QUESTION = null;
  private static final Path NO_FILE = null;

  @TempDir private Path folder;
  private Rapport rapport;

  private Options options() {
    return Options.defaults()
        .withDataRoot(folder)
        .withEmbedding(new FakeEmbeddingModel(64))
        .withTokenizer(new FakeTokenizer());
  }

  @BeforeEach
  void open() {
    rapport = Rapport.open(folder.resolve("data"), options());
  }

  @AfterEach
  void close() {
    rapport.close();
  }

  @Test
  void a_catalog() {
    String message = "catalog: null (expected: a catalog such as new MyCatalog())";
    refused(() -> rapport.apply(NO_CATALOG), message);
    refused(() -> rapport.use(NO_CATALOG), message);
    refused(() -> rapport.plan(NO_CATALOG), message);
  }

  @Test
  void a_folder_and_options() {
    refused(() -> Rapport.open(NO_FILE), "data directory: null (expected: the path of a folder)");
    refused(
        () -> Rapport.open(folder, null),
        "options: null (expected: options such as Options.defaults())");
    assertThatThrownBy(() -> options().withModel(null))
        .hasMessage("model: null (expected: a language model)");
  }

  @Test
  void a_feature_or_question_whichever_way_it_is_asked() {
    String feature =
        "feature: null (expected: a feature; is it a constant used before it is initialised?)";
    refused(() -> rapport.ask(ANN, NO_FEATURE), feature);
    refused(() -> rapport.ask(ANN, Arrays.asList(Shop.SPENT, null)), feature);
    refused(() -> rapport.ask(List.of(ANN), Shop.SPENT, null), feature);
    refused(() -> rapport.dataset(List.of(ANN), NO_FEATURE), feature);
    refused(
        () -> rapport.dataset(Questions.of(List.of(ANN)), Arrays.asList(Shop.SPENT, null)),
        feature);
    refused(
        () -> rapport.ask(ANN, (FeatureSet) null), "feature set: null (expected: a feature set)");

    String question = "question: null (expected: a question such as Question.about(USER, \"ann\"))";
    refused(() -> rapport.ask(NO_QUESTION, Shop.SPENT), question);
    refused(() -> rapport.ask(Arrays.asList(ANN, null), Shop.SPENT), question);
    refused(() -> rapport.dataset(Arrays.asList(ANN, null), Shop.SPENT), question);
    refused(() -> rapport.render(Shop.ADVICE, NO_QUESTION), question);
    refused(
        () -> rapport.ask((List<Question>) null, Shop.SPENT), "questions: null (expected: a list)");
    refused(
        () -> rapport.dataset((Questions) null, Shop.SPENT),
        "questions: null (expected: Questions.of(...) or Questions.file(...))");
  }

  @Test
  void a_prompt_and_a_source() {
    refused(
        () -> rapport.render((Prompt) null, ANN),
        "prompt: null (expected: a prompt; is it a constant used before it is initialised?)");
    refused(
        () -> rapport.rank(null, ANN),
        "candidates: null (expected: candidates; is it a constant used before it is initialised?)");
    Source<Shop.View> none = null;
    String source =
        "source: null (expected: a source; is it a constant used before it is initialised?)";
    refused(() -> rapport.ingest(none, List.of()), source);
    refused(() -> rapport.ingest(none, folder.resolve("views.jsonl")), source);
  }

  @Test
  void files_and_lists_of_questions() {
    refused(
        () -> Questions.file(NO_FILE),
        "file of questions: null (expected: the path of a Parquet, CSV or JSON file)");
    refused(() -> Questions.of(null), "questions: null (expected: a list of questions)");
    refused(
        () -> Questions.of(Arrays.asList(ANN, null)), "question 2: null (expected: a question)");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(RapportException.class)
        .hasMessage(message)
        .satisfies(
            e -> assertThat(((RapportException) e).kind()).isEqualTo(RapportException.Kind.USER));
  }
}
