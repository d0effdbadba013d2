package dev.groundwire.launcher.eval;

/** A document of a collection. */
public record CollectionDocument(String id, String title, String text) {

  /** What is loaded: title and text; empty when there is neither. */
  String content() {
    return (title.strip() + "\n\n" + text.strip()).strip();
  }
}
