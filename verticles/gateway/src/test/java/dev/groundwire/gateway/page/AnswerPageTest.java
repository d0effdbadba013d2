package dev.groundwire.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.browser.ChromiumFixture;
import dev.groundwire.testing.browser.Key;
import dev.groundwire.testing.browser.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnswerPageTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @RegisterExtension static final ChromiumFixture CHROMIUM = new ChromiumFixture();

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String TEXT = "document.querySelector('.prose').textContent.trim()";

  @Test
  void showsEachWordOnceHoweverOftenTheLineBreaks() throws TimeoutException {
    List<String> words = List.of("Earth ", "must ", "stay ", "below ", "ten ", "ohms ", "[1]", ".");
    List<String> events = answer(words, List.of(new JsonObject().put("n", 1).put("at", 31)));
    try (ScriptedAnswer server = new ScriptedAnswer(VERTX.vertx(), events, 1)) {
      Page page = ask(server);
      assertThat(page.evaluate(TEXT)).isEqualTo("Earth must stay below ten ohms 1.");
      assertThat(page.evaluate("document.querySelector('.citation').getAttribute('aria-label')"))
          .isEqualTo("Source 1: note.txt, page 2");
      assertThat(server.connections).hasValue(events.size());
    }
  }

  @Test
  void showsHtmlOfADocumentAsTextAndRunsNothing() throws TimeoutException {
    List<String> hostile =
        List.of(
            "<img src=x onerror=\"globalThis.ran=1\"> <script>globalThis.ran=1</script> ",
            "[a](javascript:globalThis.ran=1) ![b](https://tracker.invalid/b.png) ",
            "<a href=\"javascript:globalThis.ran=1\" style=\"color:red\">c</a>\n\n",
            "<svg onload=globalThis.ran=1><style>body{display:none}</style>\n\n",
            "<div onclick=\"globalThis.ran=1\">block</div>\n\n",
            "[1]: https://tracker.invalid/ 'd'\n\nend");
    try (ScriptedAnswer server =
        new ScriptedAnswer(VERTX.vertx(), answer(hostile, List.of()), 100)) {
      Page page = ask(server);
      assertThat(page.evaluate(TEXT)).asString().startsWith("<img src=x").endsWith("end");
      assertThat(page.evaluate("globalThis.ran")).isNull();
      assertThat(
              page.evaluate(
                  "document.querySelectorAll('.prose :is(img, script, svg, style, div, [style],"
                      + " [onclick], [href^=javascript])').length"))
          .isEqualTo(0);
      assertThat(page.complaints()).isEmpty();
    }
  }

  @Test
  void endsWithTheProblemThatTheStreamReports() throws TimeoutException {
    List<String> events =
        List.of(
            status(),
            "delta " + new JsonObject().put("text", "Half an"),
            "error "
                + new JsonObject()
                    .put("title", "The model went silent")
                    .put("status", 502)
                    .put("requestId", "request-7"));
    try (ScriptedAnswer server = new ScriptedAnswer(VERTX.vertx(), events, 100)) {
      Page page = ask(server);
      assertThat(page.evaluate("document.querySelector('.problem').innerText"))
          .asString()
          .contains("The model went silent", "request-7");
      assertThat(page.evaluate(TEXT)).isEqualTo("Half an");
    }
  }

  /** Behind the search there may be another queue, that of the model. */
  @Test
  void showsHowItsPlaceInTheQueueFalls() throws TimeoutException {
    List<String> events =
        List.of(
            queued(3),
            queued(1),
            status(),
            queued(2),
            "delta " + new JsonObject().put("text", "Here."),
            "done " + new JsonObject().put("finishReason", "stop"));
    try (ScriptedAnswer server = new ScriptedAnswer(VERTX.vertx(), events, 1)) {
      Page page = CHROMIUM.newPage();
      page.navigate(server.address(), PATIENCE);
      page.evaluate(
          """
          globalThis.shown = [];
          new MutationObserver(() => {
            const now = document.querySelector('.answer-status')?.textContent;
            if (now?.startsWith('Waiting') && shown.at(-1) !== now) shown.push(now);
          }).observe(document.body, { subtree: true, childList: true, characterData: true });
          """);
      ask(page);
      assertThat(page.evaluate("shown.join('; ')"))
          .isEqualTo(
              "Waiting, number 3 in the queue; Waiting, number 1 in the queue;"
                  + " Waiting, number 2 in the queue");
      assertThat(page.evaluate(TEXT)).isEqualTo("Here.");
    }
  }

  private static String queued(int position) {
    return "status "
        + new JsonObject()
            .put("state", "queued")
            .put("position", position)
            .put("answerId", ScriptedAnswer.ANSWER_ID);
  }

  private static Page ask(ScriptedAnswer server) {
    Page page = CHROMIUM.newPage();
    page.navigate(server.address(), PATIENCE);
    ask(page);
    return page;
  }

  private static void ask(Page page) {
    page.waitFor("document.querySelector('.empty button')", PATIENCE);
    page.click("#question", PATIENCE);
    page.type("How low?");
    page.press(Key.ENTER);
    page.waitFor("document.querySelector('.answer[aria-busy=false]')", PATIENCE);
  }

  private static List<String> answer(List<String> deltas, List<JsonObject> citations) {
    List<String> events = new ArrayList<>();
    events.add(status());
    events.add("sources " + new JsonObject().put("sources", JsonArray.of(source())));
    deltas.forEach(text -> events.add("delta " + new JsonObject().put("text", text)));
    citations.forEach(citation -> events.add("citation " + citation));
    JsonObject done =
        new JsonObject().put("answerId", ScriptedAnswer.ANSWER_ID).put("finishReason", "stop");
    events.add("done " + done);
    return events;
  }

  private static String status() {
    return "status "
        + new JsonObject().put("state", "retrieving").put("answerId", ScriptedAnswer.ANSWER_ID);
  }

  private static JsonObject source() {
    return new JsonObject()
        .put("n", 1)
        .put("documentId", "0197a1b2-0000-7000-8000-000000000003")
        .put("documentName", "note.txt")
        .put("page", 2)
        .put("start", 0)
        .put("end", 4)
        .put("text", "text")
        .put("score", 0.5);
  }
}
