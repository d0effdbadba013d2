package dev.groundwire.testing.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @RegisterExtension static final ChromiumFixture CHROMIUM = new ChromiumFixture();

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static SmallSite site;

  private Page page;

  @BeforeAll
  static void serve() throws IOException {
    site = new SmallSite();
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @BeforeEach
  void open() {
    page = CHROMIUM.newPage();
    page.navigate(site.address(), PATIENCE);
  }

  @Test
  void typesAndClicksAsAPersonDoes() {
    page.click("#field", PATIENCE);
    page.type("earth");
    page.click("#copy", PATIENCE);
    page.waitFor("document.querySelector('#shown').textContent === 'earth'", PATIENCE);
    page.press(Key.ESCAPE);
    page.waitFor("document.title === 'Escape'", PATIENCE);
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void choosesFiles(@TempDir Path folder) throws IOException {
    page.chooseFiles("#files", Files.writeString(folder.resolve("a.txt"), "content"));
    page.waitFor("document.querySelector('#chosen').textContent === 'content'", PATIENCE);
  }

  @Test
  void forgetsThePageWhenReloaded() {
    page.evaluate("globalThis.kept = 1");
    page.reload(PATIENCE);
    assertThat(page.evaluate("typeof globalThis.kept")).isEqualTo("undefined");
  }

  @Test
  void emulatesSizeAndColourScheme() {
    page.resize(400, 700);
    page.preferDark(true);
    assertThat(page.evaluate("innerWidth")).isEqualTo(400);
    assertThat(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")).isEqualTo(true);
  }

  @Test
  void hearsViolationsOfTheContentPolicy() {
    page.navigate(site.address() + "careless", PATIENCE);
    assertThat(page.complaints()).anySatisfy(text -> assertThat(text).contains("inline style"));
  }

  @Test
  void saysWhatItWaitedForAndWhatThePageShows() {
    assertThatThrownBy(() -> page.waitFor("false", Duration.ofMillis(50)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("false")
        .hasMessageContaining("Copy");
  }

  @Test
  void takesScreenshots(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("page.png");
    page.screenshot(file);
    assertThat(file).isNotEmptyFile();
  }
}
