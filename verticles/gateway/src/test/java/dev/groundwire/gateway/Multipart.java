package dev.groundwire.gateway;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/** A body of {@code multipart/form-data}. */
final class Multipart {
  static final String CONTENT_TYPE = "multipart/form-data; boundary=frontier";
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  Multipart file(String name, String text) {
    return file("file", name, text.getBytes(StandardCharsets.UTF_8));
  }

  Multipart file(String name, byte[] bytes) {
    return file("file", name, bytes);
  }

  Multipart file(String field, String name, byte[] bytes) {
    text(
        "--frontier\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                .formatted(field, name)
            + "Content-Type: text/plain\r\n\r\n");
    body.writeBytes(bytes);
    return text("\r\n");
  }

  Multipart field(String name, String value) {
    return text(
        "--frontier\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
            .formatted(name, value));
  }

  Multipart text(String raw) {
    body.writeBytes(raw.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  byte[] unfinished() {
    return body.toByteArray();
  }

  byte[] whole() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(unfinished());
    whole.writeBytes("--frontier--\r\n".getBytes(StandardCharsets.UTF_8));
    return whole.toByteArray();
  }

  BodyPublisher publisher() {
    return BodyPublishers.ofByteArray(whole());
  }
}
