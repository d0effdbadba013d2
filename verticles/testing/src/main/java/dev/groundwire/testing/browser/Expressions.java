package dev.groundwire.testing.browser;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Evaluates JavaScript in a page. */
final class Expressions {
  private static final long LOOK_EVERY_MILLIS = 25;

  private final DevTools browser;
  private final String session;

  Expressions(DevTools browser, String session) {
    this.browser = browser;
    this.session = session;
  }

  @Nullable Object valueOf(String expression) {
    JsonObject result =
        browser.send(
            session,
            "Runtime.evaluate",
            new JsonObject()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    JsonObject thrown = result.getJsonObject("exceptionDetails");
    if (thrown != null) {
      throw new BrowserFailure(expression + " threw " + thrown.encode());
    }
    return result.getJsonObject("result").getValue("value");
  }

  /** The page itself looks again and again; when it is left meanwhile, the next one goes on. */
  void waitFor(String expression, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    for (long left = deadline.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      if (becomesTrue(expression, Math.min(left, 20_000))) {
        return;
      }
    }
    throw new AssertionError(
        "not true within "
            + deadline
            + ": "
            + expression
            + "\nthe page shows: "
            + valueOf("document.body.innerText.slice(0, 2000)"));
  }

  private boolean becomesTrue(String expression, long millis) {
    try {
      return Boolean.TRUE.equals(valueOf(looking(expression, millis)));
    } catch (BrowserFailure left) {
      if (isNavigation(left)) {
        return false;
      }
      throw left;
    }
  }

  private static String looking(String expression, long millis) {
    return """
    new Promise(resolve => {
      const end = performance.now() + %d;
      const look = () => {
        let found = false;
        try { found = Boolean(%s); } catch { found = false; }
        if (found || performance.now() > end) resolve(found);
        else setTimeout(look, %d);
      };
      look();
    })
    """
        .formatted(millis, expression, LOOK_EVERY_MILLIS);
  }

  private static boolean isNavigation(BrowserFailure failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("navigated") || message.contains("context");
  }
}
