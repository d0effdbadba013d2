package dev.groundwire.testing.browser;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A headless Chromium for one test class. */
public final class ChromiumFixture implements BeforeAllCallback, AfterAllCallback {
  private @Nullable Chromium chromium;
  private @Nullable DevTools browser;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
    chromium = Chromium.start(ChromiumBinary.find());
    browser = new DevTools(chromium.address());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
    if (browser != null) {
      browser.close();
    }
    if (chromium != null) {
      chromium.stop();
    }
  }

  /** A tab of 1280 x 800 with cookies and storage of its own. */
  public Page newPage() {
    DevTools line = Objects.requireNonNull(browser, "the fixture is a static @RegisterExtension");
    String context =
        line.send("Target.createBrowserContext", new JsonObject()).getString("browserContextId");
    String target =
        line.send(
                "Target.createTarget",
                new JsonObject().put("url", "about:blank").put("browserContextId", context))
            .getString("targetId");
    String session =
        line.send(
                "Target.attachToTarget",
                new JsonObject().put("targetId", target).put("flatten", true))
            .getString("sessionId");
    Page page = new Page(line, session);
    page.resize(1280, 800);
    return page;
  }
}
