package dev.groundwire.testing.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person does with the web page, step by step; each step waits for what it should lead to.
 */
public final class WorkbenchScenario {
  private static final String COMPLETE = "document.querySelector('.answer[data-phase=done]')";

  private final Page page;
  private final String base;
  private final Duration patience;

  /**
   * @param base the page's address, ending with a slash
   * @param patience for each single thing that should happen
   */
  public WorkbenchScenario(Page page, String base, Duration patience) {
    this.page = page;
    this.base = base;
    this.patience = patience;
  }

  /** All steps, for a document that answers the question. */
  public void play(Path document, String question, String passage) {
    uploads(document);
    asks(question);
    opensTheCitedPassage(document, passage);
    reloadsDuringAnAnswer(question);
    fitsNarrowScreens();
    followsTheColourScheme();
    deletes(document);
    complainsAboutNothing();
  }

  public void uploads(Path document) {
    page.navigate(base + "#/documents", patience);
    page.chooseFiles("#file-input", document);
    page.waitFor(row(document) + "?.querySelector('[data-status=ready]')", patience);
  }

  /** In a new conversation; leaves the complete, cited answer on the screen. */
  public void asks(String question) {
    beginsToAsk(question);
    page.waitFor(COMPLETE, patience);
    page.waitFor("document.querySelector('.prose .citation')", patience);
  }

  public void opensTheCitedPassage(Path document, String passage) {
    page.click(".prose .citation", patience);
    page.waitFor(
        "document.querySelector('#panel-title').textContent === " + name(document), patience);
    page.waitFor(
        "[...document.querySelectorAll('.document-text mark')].map(m => m.textContent).join('')"
            + ".replace(/\\s+/g, ' ').includes("
            + Json.encode(passage)
            + ")",
        patience);
    page.press(Key.ESCAPE);
    page.waitFor("document.querySelector('#panel').hidden", patience);
    page.waitFor("document.activeElement.matches('.citation')", patience);
  }

  /** The answer is there afterwards, once and whole, wherever the reload cut it. */
  public void reloadsDuringAnAnswer(String question) {
    beginsToAsk(question);
    page.waitFor(
        "document.querySelector('.answer') && !document.querySelector('[data-phase=sending]')",
        patience);
    page.reload(patience);
    page.waitFor(COMPLETE, patience);
    page.waitFor("document.querySelector('.prose .citation')", patience);
    assertEquals(1, count(".question"), "questions after the reload");
    assertEquals(1, count(".answer"), "answers after the reload");
  }

  /**
   * @param hostile a text file whose markup would set {@code globalThis.ran} if it were run
   * @param question what makes the answer quote it
   */
  public void runsNothingOfADocument(Path hostile, String question) {
    uploads(hostile);
    asks(question);
    page.click(".prose .citation", patience);
    page.waitFor("document.querySelector('.document-text').textContent.includes('<')", patience);
    assertEquals("undefined", page.evaluate("typeof globalThis.ran"), "something ran");
    assertEquals(0, count(":is(.prose, .document-text, .sources) :is(img, script, iframe, style)"));
  }

  public void fitsNarrowScreens() {
    page.resize(400, 780);
    for (String view : List.of("#/", "#/documents")) {
      page.navigate(base + view, patience);
      page.waitFor("document.documentElement.scrollWidth <= 400", patience);
    }
    page.resize(1280, 800);
  }

  public void followsTheColourScheme() {
    page.preferDark(true);
    String dark = background();
    page.preferDark(false);
    page.waitFor(BACKGROUND + " !== " + Json.encode(dark), patience);
  }

  public void deletes(Path document) {
    page.navigate(base + "#/documents", patience);
    page.waitFor(row(document), patience);
    page.evaluate(row(document) + ".querySelector('button.icon').focus()");
    page.press(Key.ENTER);
    page.click("dialog .danger", patience);
    page.waitFor("!" + row(document), patience);
  }

  /** No error, no exception, no violation of the content policy, no failed load. */
  public void complainsAboutNothing() {
    assertEquals(List.of(), page.complaints());
  }

  private void beginsToAsk(String question) {
    page.navigate(base + "#/", patience);
    page.waitFor("document.querySelector('.empty')", patience);
    page.click("#question", patience);
    page.type(question);
    page.press(Key.ENTER);
  }

  private static final String BACKGROUND =
      "getComputedStyle(document.documentElement).backgroundColor";

  private String background() {
    return String.valueOf(page.evaluate(BACKGROUND));
  }

  private int count(String selector) {
    @Nullable Object found =
        page.evaluate("document.querySelectorAll(" + Json.encode(selector) + ").length");
    return ((Number) Objects.requireNonNull(found)).intValue();
  }

  private static String row(Path document) {
    return "[...document.querySelectorAll('.document')].find(r =>"
        + " r.querySelector('.document-name').textContent === "
        + name(document)
        + ")";
  }

  private static String name(Path document) {
    return Json.encode(String.valueOf(document.getFileName()));
  }
}
