package dev.groundwire.llm;

/**
 * What can be quoted on its own.
 *
 * @param heading it stands under, empty for none
 */
record Excerpt(String heading, String text) {
  /** Under "Annual leave", "Up to five days can be carried over" means something. */
  String inContext() {
    return heading.isEmpty() ? text : heading + ": " + text;
  }
}
