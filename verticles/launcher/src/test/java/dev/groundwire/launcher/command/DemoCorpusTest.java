package dev.groundwire.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoCorpusTest {
  @Test
  void hasADocumentOfEveryFormat() {
    assertThat(DemoCorpus.NAMES.stream().map(name -> name.substring(name.lastIndexOf('.') + 1)))
        .containsExactlyInAnyOrderElementsOf(
            List.of("md", "pdf", "docx", "xlsx", "pptx", "html", "csv", "txt", "eml", "epub"));
  }

  @Test
  void isWhollyInTheJar() throws IOException {
    for (String name : DemoCorpus.NAMES) {
      assertThat(DemoCorpus.content(name)).as(name).hasSizeGreaterThan(500);
    }
  }
}
