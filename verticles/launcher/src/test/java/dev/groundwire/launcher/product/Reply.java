package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.UUID;

/** What one request brought. */
public record Reply(int status, HttpHeaders headers, String body) {
  static Reply of(HttpResponse<String> response) {
    return new Reply(response.statusCode(), response.headers(), response.body());
  }

  public Reply expect(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    return this;
  }

  public JsonObject json() {
    return new JsonObject(body);
  }

  public UUID id() {
    return UUID.fromString(json().getString("id"));
  }

  public UUID firstDocument() {
    return UUID.fromString(json().getJsonArray("documents").getJsonObject(0).getString("id"));
  }

  /** A refusal as RFC 9457 has it, that tells a person something and nothing of our insides. */
  Reply expectProblem(int expected, String detail) {
    expect(expected);
    assertThat(headers.firstValue("Content-Type")).contains("application/problem+json");
    JsonObject problem = json();
    assertThat(problem.getInteger("status")).isEqualTo(expected);
    assertThat(problem.fieldNames()).contains("type", "title", "status", "detail", "requestId");
    assertThat(problem.getString("detail")).containsIgnoringCase(detail);
    assertThat(body).doesNotContain("Exception", "dev.groundwire", "\\tat ");
    assertThat(headers.firstValue("X-Request-ID")).contains(problem.getString("requestId"));
    return this;
  }
}
