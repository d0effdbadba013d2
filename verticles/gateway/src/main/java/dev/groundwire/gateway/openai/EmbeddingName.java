package dev.groundwire.gateway.openai;

/** The name of an embedding model without its revision, which clients need not know. */
final class EmbeddingName {
  private EmbeddingName() {}

  static String of(String model) {
    int revision = model.indexOf('@');
    return revision > 0 ? model.substring(0, revision) : model;
  }

  static boolean isNamed(String asked, String model) {
    return asked.equals(model) || asked.equals(of(model));
  }
}
