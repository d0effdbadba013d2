package dev.groundwire.testing.browser;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tab without a window, with storage that no other tab sees. Of one thread. */
public final class Page {
  private final DevTools browser;
  private final String session;
  private final Complaints complaints;
  private final Expressions expressions;

  Page(DevTools browser, String session) {
    this.browser = browser;
    this.session = session;
    this.complaints = new Complaints(session);
    this.expressions = new Expressions(browser, session);
    browser.onEvent(complaints::hear);
    for (String domain : List.of("Page", "Runtime", "Log", "DOM")) {
      send(domain + ".enable", new JsonObject());
    }
  }

  /** Opens an address and waits until it is loaded. */
  public void navigate(String url, Duration deadline) {
    send("Page.navigate", new JsonObject().put("url", url));
    waitFor("document.readyState === 'complete'", deadline);
  }

  public void reload(Duration deadline) {
    evaluate("globalThis.beforeReload = true");
    send("Page.reload", new JsonObject());
    waitFor("!globalThis.beforeReload && document.readyState === 'complete'", deadline);
  }

  /** The value of a JavaScript expression, awaited if it is a promise. */
  public @Nullable Object evaluate(String expression) {
    return expressions.valueOf(expression);
  }

  /** Waits until the expression is true; a failure tells the expression and what the page shows. */
  public void waitFor(String expression, Duration deadline) {
    expressions.waitFor(expression, deadline);
  }

  /** Clicks the middle of the first visible element that the selector finds. */
  public void click(String selector, Duration deadline) {
    String element = "document.querySelector(" + Json.encode(selector) + ")";
    waitFor(element + "?.checkVisibility()", deadline);
    JsonObject box =
        new JsonObject(
            String.valueOf(
                evaluate(
                    "(e => { e.scrollIntoView({block: 'nearest'}); const b ="
                        + " e.getClientRects()[0]; return JSON.stringify({x: b.x + b.width / 2, y:"
                        + " b.y + b.height / 2}) })("
                        + element
                        + ")")));
    for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          box.copy().put("type", type).put("button", "left").put("clickCount", 1));
    }
  }

  /** Types into what has the focus. */
  public void type(String text) {
    send("Input.insertText", new JsonObject().put("text", text));
  }

  public void press(Key key) {
    send("Input.dispatchKeyEvent", key.down());
    send("Input.dispatchKeyEvent", key.up());
  }

  /** Chooses files as a person would in the file dialog. */
  public void chooseFiles(String selector, Path... files) {
    int root = send("DOM.getDocument", new JsonObject()).getJsonObject("root").getInteger("nodeId");
    int node =
        send("DOM.querySelector", new JsonObject().put("nodeId", root).put("selector", selector))
            .getInteger("nodeId");
    JsonArray names =
        new JsonArray(Stream.of(files).map(file -> file.toAbsolutePath().toString()).toList());
    send("DOM.setFileInputFiles", new JsonObject().put("nodeId", node).put("files", names));
  }

  public void resize(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        new JsonObject()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  /** What {@code prefers-color-scheme} says. */
  public void preferDark(boolean dark) {
    JsonObject scheme =
        new JsonObject().put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light");
    send("Emulation.setEmulatedMedia", new JsonObject().put("features", JsonArray.of(scheme)));
  }

  /** As PNG. */
  public void screenshot(Path file) throws IOException {
    JsonObject shot = send("Page.captureScreenshot", new JsonObject().put("format", "png"));
    Files.write(file, Base64.getDecoder().decode(shot.getString("data")));
  }

  /** Errors, exceptions, policy violations and failed loads since the page was made. */
  public List<String> complaints() {
    return complaints.heard();
  }

  private JsonObject send(String method, JsonObject parameters) {
    return browser.send(session, method, parameters);
  }
}
