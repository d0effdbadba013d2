package dev.groundwire.launcher.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every source is as the formatter leaves it, whichever JDK runs Maven. */
class FormatTest {
  private static final int LONGEST_FILE = 400;

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static List<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String top : List.of("codecs", "verticles", "load-tests")) {
      try (Stream<Path> files = Files.walk(repository().resolve(top))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.toString().contains("/target/"))
            .forEach(found::add);
      }
    }
    return found;
  }

  @Test
  void everySourceIsFormatted() throws IOException, FormatterException {
    Formatter formatter = new Formatter();
    List<Path> unformatted = new ArrayList<>();
    for (Path source : sources()) {
      String text = Files.readString(source);
      // The steps that Spotless takes; formatSourceAndFixImports would also wrap long strings.
      String imports =
          RemoveUnusedImports.removeUnusedImports(
              ImportOrderer.reorderImports(text, JavaFormatterOptions.Style.GOOGLE));
      if (!formatter.formatSource(imports).equals(text)) {
        unformatted.add(source);
      }
    }
    assertThat(unformatted).as("run `mvn spotless:apply` with JAVA_HOME set to a JDK 25").isEmpty();
  }

  @Test
  void noFileIsTooLongToLiveIn() throws IOException {
    List<Path> tooLong = new ArrayList<>();
    for (Path source : sources()) {
      try (Stream<String> lines = Files.lines(source)) {
        if (lines.count() > LONGEST_FILE) {
          tooLong.add(source);
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }
}
