package dev.groundwire.testing.browser;

import io.vertx.core.json.JsonObject;

/** Keys that do more than write a character. */
public enum Key {
  ENTER("Enter", 13, "\r"),
  ESCAPE("Escape", 27, ""),
  TAB("Tab", 9, "");

  private final String key;
  private final int code;
  private final String text;

  Key(String key, int code, String text) {
    this.key = key;
    this.code = code;
    this.text = text;
  }

  JsonObject down() {
    JsonObject event = event("keyDown");
    return text.isEmpty() ? event.put("type", "rawKeyDown") : event.put("text", text);
  }

  JsonObject up() {
    return event("keyUp");
  }

  private JsonObject event(String type) {
    return new JsonObject()
        .put("type", type)
        .put("key", key)
        .put("code", key)
        .put("windowsVirtualKeyCode", code);
  }
}
