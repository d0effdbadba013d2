package dev.groundwire.launcher.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command speaks: results to {@code out}, everything else to {@code err}.
 *
 * @param outIsScreen a person reads {@code out} as it comes
 * @param errIsScreen a person reads {@code err} as it comes
 * @param columns of the screen
 */
public record Terminal(
    PrintStream out, PrintStream err, boolean outIsScreen, boolean errIsScreen, int columns) {
  private static final int DEFAULT_COLUMNS = 80;

  /**
   * The process's own streams, in UTF-8 whatever the locale. Java can tell only whether both are
   * screens, so the launcher script says it in {@code groundwire.screen} (out, err) and {@code
   * groundwire.columns}.
   */
  public static Terminal ofProcess() {
    String screens = System.getProperty("groundwire.screen", "");
    return new Terminal(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        screens.contains("out"),
        screens.contains("err"),
        Math.max(40, Integer.getInteger("groundwire.columns", DEFAULT_COLUMNS)));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** A line beside the result. */
  void note(String text) {
    err.println(text);
  }
}
