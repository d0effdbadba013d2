package dev.groundwire.launcher.product;

import dev.groundwire.testing.browser.ChromiumFixture;
import dev.groundwire.testing.browser.WorkbenchScenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a person does with the web page, on the whole product. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WorkbenchIT {
  @RegisterExtension static final ChromiumFixture CHROMIUM = new ChromiumFixture();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static Node node;
  private static String base;

  @BeforeAll
  static void start() throws InterruptedException {
    node = Launch.on(folder.resolve("data")).start();
    base = node.api().base().toString();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    try (Node ending = node) {
      ending.stop();
    }
  }

  @Test
  void leadsFromADocumentToACitedAnswer() throws Exception {
    String passage = "The lamp of the lighthouse was lit in 1898 by Ada Brandt.";
    Path document =
        Files.writeString(
            folder.resolve("lighthouse.md"),
            "# The lighthouse\n\n" + passage + "\n\n# The harbour\n\nBoats leave at seven.\n");
    new WorkbenchScenario(CHROMIUM.newPage(), base, PATIENCE)
        .play(document, "When was the lamp of the lighthouse lit?", passage);
  }

  @Test
  void runsNothingOfADocument() throws Exception {
    Path hostile =
        Files.writeString(
            folder.resolve("hostile.txt"),
            "The ferry to the island <img src=x onerror=\"globalThis.ran = 1\"> leaves at nine"
                + " <script>globalThis.ran = 2</script> from the old pier.");
    WorkbenchScenario scenario = new WorkbenchScenario(CHROMIUM.newPage(), base, PATIENCE);
    scenario.runsNothingOfADocument(hostile, "When does the ferry to the island leave?");
    scenario.complainsAboutNothing();
  }
}
