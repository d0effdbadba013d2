package dev.groundwire.gateway.openai;

/** {@code groundwire/WORKSPACE}: a model that answers from the documents of a workspace. */
final class GroundedModel {
  private static final String PREFIX = "groundwire/";

  private GroundedModel() {}

  static boolean isOne(String model) {
    return model.startsWith(PREFIX);
  }

  static String workspaceOf(String model) {
    return model.substring(PREFIX.length());
  }

  static String of(String workspace) {
    return PREFIX + workspace;
  }
}
