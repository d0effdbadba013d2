package dev.groundwire.llm.extractive;

/**
 * What can be quoted on its own.
 *
 * @param heading it stands under, empty for none
 * @param start offset in the passage it was cut from
 * @param end offset behind its last character
 */
record Excerpt(String heading, String text, int start, int end) {
  /** Under "Annual leave", "Up to five days can be carried over" means something. */
  String inContext() {
    return heading.isEmpty() ? text : heading + ": " + text;
  }
}
