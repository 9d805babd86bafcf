package dev.rapport.testkit.conformance;

/** A case asks for something that cannot be expressed; the message names it. */
final class UnsupportedNotion extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedNotion(String notion) {
    super(notion);
  }
}
