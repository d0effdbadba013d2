package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.browser.ChromiumFixture;
import dev.groundwire.testing.browser.Page;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What whoever looks after a node sees when its language model is away. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class OperationsIT {
  @RegisterExtension static final ChromiumFixture CHROMIUM = new ChromiumFixture();

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String FIRST_TROUBLE = "document.querySelector('.trouble')?.innerText";
  private static final String ASKED = "asked-of-nobody-7";

  @TempDir Path folder = Path.of("");

  @Test
  void showsThatTheModelIsAwayAndWhichRequestMetIt() throws Exception {
    try (Node node =
        Launch.on(folder.resolve("data"))
            .with("LLM_BASE_URL", "http://127.0.0.1:9/v1")
            .with("LLM_MODEL", "gone")
            .with("LLM_API_KEY", "sk-nobody")
            .with("CB_MAX_FAILURES", "1")
            .with("RETRY_BASE_SECONDS", "0.02")
            .start()) {
      ask(node);
      Page page = CHROMIUM.newPage();
      page.resize(1280, 1700);
      page.navigate(node.api().base() + "#/operations", PATIENCE);
      page.waitFor(FIRST_TROUBLE + ".includes('Language models: down')", PATIENCE);
      assertThat(page.evaluate(FIRST_TROUBLE)).asString().contains("default/gone", "key");
      page.waitFor(
          "[...document.querySelectorAll('.copy-id code')].some(id => id.textContent === '"
              + ASKED
              + "')",
          PATIENCE);
      assertThat(page.evaluate("document.querySelector('#operations').innerText"))
          .asString()
          .contains("database", "embedding", "events")
          .doesNotContain("sk-nobody");
      assertThat(page.complaints()).isEmpty();
      Optional<Path> pictures =
          Optional.ofNullable(System.getenv("GROUNDWIRE_SCREENSHOTS")).map(Path::of);
      if (pictures.isPresent()) {
        page.screenshot(pictures.get().resolve("product.png"));
      }
      node.api().get("/health/ready").expect(200);
      node.stop();
    }
  }

  private static void ask(Node node) throws Exception {
    Api api = node.api();
    api.settled(
        api.upload("lamp.txt", "Ada Brandt lit the lamp in 1898.".getBytes(StandardCharsets.UTF_8))
            .expect(202)
            .firstDocument()); // without any, no model is asked
    JsonObject question = new JsonObject().put("question", "Who lit the lamp?");
    Reply reply =
        api.send(
            api.request(Api.WORKSPACE + "/ask")
                .header("X-Request-ID", ASKED)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(question.encode())));
    assertThat(reply.status()).isGreaterThanOrEqualTo(500);
  }
}
