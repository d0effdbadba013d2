package dev.groundwire.testing.browser;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a page's console says that it should not: errors, exceptions, violations of the content
 * policy, failed loads.
 */
final class Complaints {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final String session;

  Complaints(String session) {
    this.session = session;
  }

  List<String> heard() {
    return List.copyOf(heard);
  }

  void hear(JsonObject event) {
    if (!session.equals(event.getString("sessionId"))) {
      return;
    }
    JsonObject parameters = event.getJsonObject("params", new JsonObject());
    switch (event.getString("method", "")) {
      case "Runtime.exceptionThrown" ->
          heard.add(parameters.getJsonObject("exceptionDetails").encode());
      case "Runtime.consoleAPICalled" -> {
        if ("error".equals(parameters.getString("type"))) {
          heard.add(parameters.getJsonArray("args", new JsonArray()).encode());
        }
      }
      case "Log.entryAdded" -> {
        JsonObject entry = parameters.getJsonObject("entry");
        if ("error".equals(entry.getString("level"))) {
          heard.add(entry.getString("text") + " " + entry.getString("url", ""));
        }
      }
      default -> {
        // says nothing about the page's health
      }
    }
  }
}
