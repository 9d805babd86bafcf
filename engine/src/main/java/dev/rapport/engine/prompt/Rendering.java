package dev.rapport.engine.prompt;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Part;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.prompt.RenderedPrompt;
import dev.rapport.api.prompt.TokenBudget;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.answer.Answering;
import dev.rapport.engine.answer.Inquiry;
import dev.rapport.engine.answer.Needs;
import dev.rapport.engine.knowledge.KnowledgeBase;
import dev.rapport.engine.value.Wording;
import dev.rapport.spi.model.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes prompts. Parts stand in the order in which they were declared, a blank line between them:
 *
 * <ul>
 *   <li>an instruction is a paragraph;
 *   <li>a fact is a line {@code Label: value}, worded by {@link Wording}; facts that follow each
 *       other stand line by line, and one without a value, or with an empty one, is left out;
 *   <li>an offer is a table in CSV under {@code title:}, or {@code title: none}: a header, then a
 *       row for each candidate, best first; the columns are the key and what is shown. A column
 *       that says the same in every row stands above the table in {@code Same for all: name:
 *       value}; one that is empty in every row is left out;
 *   <li>the user's own words come last: {@code Question: words}, or, where they have several lines,
 *       {@code Question:} and each line after {@code "> "}.
 * </ul>
 *
 * <p>Nothing in a value or in the user's words can pass for another part: values are on one line, a
 * key that could pass for a fact is in quotes, further lines of the user are marked.
 *
 * <p>Over its budget, a prompt leaves out candidates from the lowest rank up, those of the last
 * offer first, then facts from the last up. Tokens are those of the final text. Thread-safe; the
 * same question at the same moment yields the same text, byte for byte.
 */
public final class Rendering {
  private final Answering answering;
  private final KnowledgeBase knowledge;
  private final Tokenizer tokenizer;

  public Rendering(Answering answering, KnowledgeBase knowledge, Tokenizer tokenizer) {
    this.answering = answering;
    this.knowledge = knowledge;
    this.tokenizer = tokenizer;
  }

  /** The keys and inputs that a question must name for a prompt. */
  public static Needs needs(Prompt prompt) {
    return PromptNeeds.of(prompt);
  }

  /**
   * Writes a prompt for a question.
   *
   * @throws RapportException of kind {@code USER} where the question lacks a key or input, or the
   *     instructions and the question alone are over the budget
   */
  public RenderedPrompt render(Prompt prompt, Question question) {
    needs(prompt).check(question);
    return render(prompt, answering.inquire(question));
  }

  /**
   * Writes a prompt, asking only for what was not asked before; the question has what is needed.
   */
  public RenderedPrompt render(Prompt prompt, Inquiry inquiry) {
    Context context = inquiry.answer(facts(prompt));
    List<List<Candidate>> offers = new ArrayList<>();
    List<Layout.Block> blocks = new ArrayList<>();
    for (Part part : prompt.parts()) {
      switch (part) {
        case Part.Instruction(String text) -> blocks.add(new Layout.Block.Paragraph(text.strip()));
        case Part.Fact(String label, Feature<?> feature) -> {
          String value = context.get(feature).map(Wording::of).orElse("");
          if (!value.isEmpty()) {
            blocks.add(new Layout.Block.Fact(Wording.line(label), value));
          }
        }
        case Part.Offer(String title, Candidates<?> candidates) -> {
          List<Candidate> offered = knowledge.offer(candidates, inquiry);
          offers.add(offered);
          blocks.add(new Layout.Block.Offer(table(title, candidates, offered)));
        }
      }
    }
    Layout layout = new Layout(blocks, inquiry.question().words());
    Written written = fit(prompt, layout);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < offers.size(); i++) {
      candidates.addAll(offers.get(i).subList(0, written.extent().rows().get(i)));
    }
    return new RenderedPrompt(
        prompt,
        written.text(),
        written.tokens(),
        context,
        candidates,
        layout.leftOut(written.extent()));
  }

  /**
   * All items that may be offered for a question, best first, beyond {@code top} and without what
   * is shown beside them.
   *
   * @throws RapportException of kind {@code USER} where the question lacks a key or input
   */
  public List<Candidate> rank(Candidates<?> candidates, Question question) {
    PromptNeeds.of(candidates).check(question);
    return knowledge.rank(candidates, answering.inquire(question));
  }

  private static List<Feature<?>> facts(Prompt prompt) {
    List<Feature<?>> features = new ArrayList<>();
    for (Part part : prompt.parts()) {
      if (part instanceof Part.Fact fact) {
        features.add(fact.feature());
      }
    }
    return features;
  }

  private static OfferTable table(String title, Candidates<?> candidates, List<Candidate> offered) {
    List<String> header = new ArrayList<>();
    header.add(Wording.words(candidates.knowledge().entity().name()));
    candidates.shown().forEach(feature -> header.add(Wording.words(feature.name())));
    List<List<String>> rows = new ArrayList<>();
    for (Candidate candidate : offered) {
      List<String> row = new ArrayList<>();
      row.add(Wording.of(candidate.key()));
      for (Feature<?> feature : candidates.shown()) {
        row.add(candidate.context().get(feature).map(Wording::of).orElse(""));
      }
      rows.add(row);
    }
    return new OfferTable(Wording.line(title), header, rows);
  }

  /** A text, how much of the layout it is, and its tokens. */
  private record Written(Layout.Extent extent, String text, int tokens) {}

  private Written write(Layout layout, int without) {
    Layout.Extent extent = layout.without(without);
    String text = layout.text(extent);
    return new Written(extent, text, tokenizer.count(text));
  }

  /** The most that the budget allows: found by halving, so a few texts are counted, not all. */
  private Written fit(Prompt prompt, Layout layout) {
    Written whole = write(layout, 0);
    if (prompt.budget().isEmpty() || whole.tokens() <= prompt.budget().get().tokens()) {
      return whole;
    }
    TokenBudget budget = prompt.budget().get();
    int tooMuch = 0;
    int enough = layout.removable();
    Written fits = write(layout, enough);
    if (fits.tokens() > budget.tokens()) {
      throw overBudget(prompt, fits.tokens(), budget);
    }
    while (enough - tooMuch > 1) {
      int middle = (tooMuch + enough) >>> 1;
      Written tried = write(layout, middle);
      if (tried.tokens() <= budget.tokens()) {
        enough = middle;
        fits = tried;
      } else {
        tooMuch = middle;
      }
    }
    return fits;
  }

  private static RapportException overBudget(Prompt prompt, int tokens, TokenBudget budget) {
    return RapportException.user(
        "prompt " + prompt.name(),
        String.format(Locale.ROOT, "%,d tokens of instructions and question", tokens),
        String.format(
            Locale.ROOT,
            "at most %,d; raise within(tokens(...)) or shorten the instructions or the question",
            budget.tokens()));
  }
}
