package dev.groundwire.embedding;

import java.nio.file.Path;

/** Where the tests of this module unpack models: once, and gone with the module's build. */
final class ModelFolder {
  static final Path PATH = Path.of("target", "models");

  private ModelFolder() {}
}
