package dev.groundwire.gateway.idempotency;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept under a key. It travels from node to node as JSON, so fields are only ever added.
 *
 * @param print tells the request from another one
 * @param answer what the request began, which tells the rest itself
 * @param status 0 while the request is under way
 * @param body null of a response that was too large, or a stream
 */
record Kept(
    String print,
    @Nullable UUID answer,
    int status,
    Map<String, String> headers,
    @Nullable String body) {
  private static final List<String> HEADERS =
      List.of("Content-Type", "Cache-Control", "Location", "Preference-Applied");

  static Kept underWay(String print) {
    return new Kept(print, null, 0, Map.of(), null);
  }

  Kept begun(UUID begun) {
    return new Kept(print, begun, 0, Map.of(), null);
  }

  /** Its response, as far as its headers tell what it is. */
  Kept replied(int code, MultiMap given, @Nullable String text) {
    Map<String, String> selected = new LinkedHashMap<>();
    for (String name : HEADERS) {
      String value = given.get(name);
      if (value != null) {
        selected.put(name, value);
      }
    }
    return new Kept(print, null, code, selected, text);
  }

  boolean isUnderWay() {
    return answer == null && status == 0;
  }

  void put(HttpServerResponse response) {
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
  }
}
