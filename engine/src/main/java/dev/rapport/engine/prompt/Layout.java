package dev.rapport.engine.prompt;

import dev.rapport.engine.value.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The text of a prompt, whole or with something left out. What is left out first comes last here:
 * candidates from the lowest rank up, of the last offer first, then facts from the last up.
 * Immutable.
 */
record Layout(List<Block> blocks, String words) {
  Layout {
    blocks = List.copyOf(blocks);
  }

  /** A piece of the text; only facts and candidates can be left out. */
  sealed interface Block {
    /** Always there. */
    record Paragraph(String text) implements Block {}

    /** One line. */
    record Fact(String label, String value) implements Block {}

    /** A table, whose rows can be left out one by one. */
    record Offer(OfferTable table) implements Block {}
  }

  /**
   * How much there is of each kind of what can be left out.
   *
   * @param facts how many facts are written: the first ones
   * @param rows how many rows of each offer are written: the first ones
   */
  record Extent(int facts, List<Integer> rows) {
    Extent {
      rows = List.copyOf(rows);
    }
  }

  private List<OfferTable> offers() {
    return blocks.stream()
        .filter(Block.Offer.class::isInstance)
        .map(block -> ((Block.Offer) block).table())
        .toList();
  }

  private List<String> facts() {
    return blocks.stream()
        .filter(Block.Fact.class::isInstance)
        .map(block -> ((Block.Fact) block).label())
        .toList();
  }

  /** How many pieces can be left out. */
  int removable() {
    return facts().size() + offers().stream().mapToInt(OfferTable::size).sum();
  }

  /** What is written when so many pieces are left out. */
  Extent without(int pieces) {
    List<Integer> rows = new ArrayList<>();
    int left = pieces;
    for (OfferTable offer : offers().reversed()) {
      int cut = Math.min(left, offer.size());
      rows.addFirst(offer.size() - cut);
      left -= cut;
    }
    return new Extent(facts().size() - left, rows);
  }

  /** What is not written, one phrase for each offer and fact. */
  List<String> leftOut(Extent extent) {
    List<String> phrases = new ArrayList<>();
    List<OfferTable> offers = offers();
    for (int i = 0; i < offers.size(); i++) {
      OfferTable offer = offers.get(i);
      int cut = offer.size() - extent.rows().get(i);
      if (cut > 0) {
        String which = cut == offer.size() ? "all " : "the last " + cut + " of ";
        phrases.add(which + offer.size() + " candidates of " + offer.title());
      }
    }
    List<String> facts = facts();
    facts.subList(extent.facts(), facts.size()).forEach(label -> phrases.add("fact " + label));
    return phrases;
  }

  String text(Extent extent) {
    StringBuilder text = new StringBuilder();
    Block before = null;
    int fact = 0;
    int offer = 0;
    for (Block block : blocks) {
      String piece =
          switch (block) {
            case Block.Paragraph(String paragraph) -> paragraph;
            case Block.Fact(String label, String value) ->
                fact++ < extent.facts() ? label + ": " + value : "";
            case Block.Offer(OfferTable table) -> table.text(extent.rows().get(offer++));
          };
      if (!piece.isEmpty()) {
        if (before != null) {
          boolean facts = before instanceof Block.Fact && block instanceof Block.Fact;
          text.append(facts ? "\n" : "\n\n");
        }
        text.append(piece);
        before = block;
      }
    }
    String question = question();
    if (!question.isEmpty() && before != null) {
      text.append("\n\n");
    }
    return text.append(question).toString();
  }

  /**
   * The user's words; where they are several lines, each is marked, so that none passes for ours.
   */
  private String question() {
    List<String> lines = Wording.lines(words);
    if (lines.size() < 2) {
      return lines.isEmpty() ? "" : "Question: " + lines.getFirst();
    }
    StringJoiner marked = new StringJoiner("\n", "Question:\n", "");
    lines.forEach(line -> marked.add(line.isEmpty() ? ">" : "> " + line));
    return marked.toString();
  }
}
