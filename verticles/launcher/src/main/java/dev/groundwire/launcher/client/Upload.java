package dev.groundwire.launcher.client;

import dev.groundwire.bus.RecordJson;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A document to send; it can be sent again.
 *
 * @param contentType of the request
 */
public record Upload(String name, String contentType, BodyPublisher body) {

  /** The content of a file, read while it is sent. */
  public static Upload file(Path file) throws FileNotFoundException {
    Path name = file.getFileName();
    return multipart(name == null ? "document" : name.toString(), BodyPublishers.ofFile(file));
  }

  public static Upload bytes(String name, byte[] content) {
    return multipart(name, BodyPublishers.ofByteArray(content));
  }

  public static Upload text(String name, String text) {
    return new Upload(
        name,
        "application/json",
        BodyPublishers.ofByteArray(RecordJson.writeBytes(new NamedText(name, text))));
  }

  private static Upload multipart(String name, BodyPublisher content) {
    String boundary = "groundwire-" + UUID.randomUUID();
    // Quotes and line ends as browsers write them in a form (WHATWG: multipart/form-data).
    String quoted = name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(boundary, quoted);
    String tail = "\r\n--%s--\r\n".formatted(boundary);
    return new Upload(
        name,
        "multipart/form-data; boundary=" + boundary,
        BodyPublishers.concat(
            BodyPublishers.ofByteArray(head.getBytes(StandardCharsets.UTF_8)),
            content,
            BodyPublishers.ofByteArray(tail.getBytes(StandardCharsets.UTF_8))));
  }

  private record NamedText(String name, String text) {}
}
