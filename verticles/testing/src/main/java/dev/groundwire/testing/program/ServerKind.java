package dev.groundwire.testing.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How to run a server of that kind.
 *
 * @param scheme of the addresses that its clients are given
 * @param said what a client says first, a byte for each character; empty where the server speaks
 *     first
 * @param answer the first character of a server that is up
 */
public record ServerKind(
    DebianProgram program, String scheme, String said, char answer, Arguments arguments) {
  /** What the program is told, its port and its folder among it; may write files there. */
  @FunctionalInterface
  public interface Arguments {
    List<String> of(Path folder, int port) throws IOException;
  }
}
