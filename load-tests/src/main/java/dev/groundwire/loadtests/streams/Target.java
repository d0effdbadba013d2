package dev.groundwire.loadtests.streams;

import dev.groundwire.loadtests.Part;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where requests go, and how they ask.
 *
 * @param request in the bytes of HTTP/1.1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Target(String name, InetSocketAddress address, byte[] request) {
  static final String MODEL = "scripted";

  /** Chat completions of the server whose base URL ends with {@code /v1}. */
  static Target chat(
      String name, URI baseUrl, Map<String, String> headers, String script, boolean stream) {
    JsonObject message =
        new JsonObject().put("role", "user").put("content", "[script: " + script + "]");
    JsonObject body =
        new JsonObject()
            .put("model", MODEL)
            .put("stream", stream)
            .put("messages", new JsonArray().add(message));
    return post(name, baseUrl, "/chat/completions", headers, body);
  }

  /** A question to the product's default workspace, answered as a stream. */
  static Target ask(String name, URI server, Map<String, String> headers, String script) {
    JsonObject body =
        new JsonObject().put("question", "Who lit the lamp? [script: " + script + "]");
    return post(name, server, "/api/v1/workspaces/default/ask", headers, body);
  }

  static Target get(String name, URI address, Map<String, String> headers) {
    return of(name, "GET", address, headers, "");
  }

  static Target post(
      String name, URI base, String path, Map<String, String> headers, JsonObject body) {
    URI address = URI.create(base + path);
    return of(name, "POST", address, headers, body.encode());
  }

  private static Target of(
      String name, String method, URI address, Map<String, String> headers, String body) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(address.getRawPath()).append(" HTTP/1.1\r\n");
    head.append("host: ").append(address.getAuthority()).append("\r\n");
    if (!headers.containsKey("accept")) {
      head.append("accept: text/event-stream, application/json\r\n");
    }
    headers.forEach((key, value) -> head.append(key + ": " + value + "\r\n"));
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    if (content.length > 0) {
      head.append("content-type: application/json\r\n");
      head.append("content-length: ").append(content.length).append("\r\n");
    }
    head.append("\r\n").append(body);
    return new Target(name, Part.socket(address), head.toString().getBytes(StandardCharsets.UTF_8));
  }
}
