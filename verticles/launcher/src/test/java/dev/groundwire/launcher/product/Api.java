package dev.groundwire.launcher.product;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The public door, asked with nothing in between: each call is one request. */
public final class Api {
  public static final String WORKSPACE = "/api/v1/workspaces/default";
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private final URI base;
  private final Optional<String> key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  public Api(URI base) {
    this(base, Optional.empty());
  }

  private Api(URI base, Optional<String> key) {
    this.base = base;
    this.key = key;
  }

  /** The same door for who has that key. */
  Api as(String otherKey) {
    return new Api(base, Optional.of(otherKey));
  }

  public URI base() {
    return base;
  }

  /** A request of that path, for the calls that have no method here. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(DEADLINE);
    key.ifPresent(known -> request.header("Authorization", "Bearer " + known));
    return request;
  }

  public Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return Reply.of(http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
  }

  public Reply get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  public Reply delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  public Reply post(String path, JsonObject body) throws IOException, InterruptedException {
    return post(path, "application/json", BodyPublishers.ofString(body.encode()));
  }

  public Reply post(String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", type).POST(body));
  }

  /** A request whose answer is read as it comes. */
  public HttpResponse<InputStream> open(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofInputStream());
  }

  /** One file, as a browser's form sends it. */
  public Reply upload(String name, byte[] content) throws IOException, InterruptedException {
    return upload("file", name, BodyPublishers.ofByteArray(content));
  }

  public Reply upload(String field, String name, BodyPublisher content)
      throws IOException, InterruptedException {
    return send(uploading(field, name, content));
  }

  /** The request that uploads one file. */
  public HttpRequest.Builder uploading(String field, String name, BodyPublisher content) {
    String boundary = "boundary-" + UUID.randomUUID();
    String head =
        """
        --%s\r
        Content-Disposition: form-data; name="%s"; filename="%s"\r
        Content-Type: application/octet-stream\r
        \r
        """
            .formatted(boundary, field, name);
    return request(WORKSPACE + "/documents")
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(
            BodyPublishers.concat(
                BodyPublishers.ofString(head),
                content,
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
  }

  /** Uploads a file that must be taken, and gives its id. */
  public UUID uploaded(String name, byte[] content) throws IOException, InterruptedException {
    return upload(name, content).expect(202).firstDocument();
  }

  /** The document once it is {@code ready} or {@code failed}. */
  public JsonObject settled(UUID document) throws IOException, InterruptedException {
    String path = WORKSPACE + "/documents/" + document;
    try (EventReader progress = events(path + "/events", "")) {
      while (progress.next().isPresent()) {
        // the stream ends with the document's last state
      }
    }
    JsonObject found = get(path).expect(200).json();
    if (!found.getString("status").matches("ready|failed")) {
      throw new AssertionError("progress ended before the document did: " + found);
    }
    return found;
  }

  public UUID ready(String name, byte[] content) throws IOException, InterruptedException {
    UUID id = uploaded(name, content);
    JsonObject document = settled(id);
    if (!document.getString("status").equals("ready")) {
      throw new AssertionError("not ready: " + document);
    }
    return id;
  }

  /** Server-sent events, from the one after {@code lastEventId}; none of it: from the first. */
  public EventReader events(String path, String lastEventId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Accept", "text/event-stream").GET();
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new EventReader(open(request));
  }

  /** All pages of a list. */
  JsonArray all(String path) throws IOException, InterruptedException {
    JsonArray items = new JsonArray();
    Optional<String> cursor = Optional.empty();
    do {
      String more = cursor.map(next -> "&cursor=" + next).orElse("");
      JsonObject page = get(path + "?limit=100" + more).expect(200).json();
      items.addAll(page.getJsonArray("items"));
      cursor = Optional.ofNullable(page.getString("nextCursor"));
    } while (cursor.isPresent());
    return items;
  }

  /** Gives up all connections, as a killed server leaves them broken. */
  void hangUp() {
    http.shutdownNow();
  }
}
