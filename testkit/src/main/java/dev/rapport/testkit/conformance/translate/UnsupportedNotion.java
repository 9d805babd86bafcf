package dev.rapport.testkit.conformance.translate;

/** A case asks for something that cannot be expressed; the message names it. */
public final class UnsupportedNotion extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedNotion(String notion) {
    super(notion);
  }
}
