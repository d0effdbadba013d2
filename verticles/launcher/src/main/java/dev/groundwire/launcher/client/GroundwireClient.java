package dev.groundwire.launcher.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.retrieval.SearchMode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The calls of the public API that the commands need. Safe for use by several threads. */
public final class GroundwireClient implements AutoCloseable {
  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";
  private static final Duration UPLOAD_DEADLINE = Duration.ofMinutes(10);

  private final URI server;
  private final Optional<String> key;
  private final HttpCalls http;

  /**
   * @param key an API key; empty where none is asked for
   */
  public GroundwireClient(URI server, Optional<String> key, Patience patience, Pause pause) {
    this.server = server;
    this.key = key;
    this.http = new HttpCalls(patience, pause);
  }

  /** True when a Groundwire answers there within that time, healthy or not. */
  public boolean isThere(Duration within) {
    try {
      return http.body(get("/health", within))
          .flatMap(body -> RecordJson.read(body, Health.class).components())
          .filter(components -> components.containsKey("embedding"))
          .isPresent();
    } catch (BusFailure anotherProgram) {
      return false;
    }
  }

  /** Returns once the document is stored, long before it can be asked about. */
  public RemoteDocument upload(String workspace, Upload upload) {
    HttpRequest request =
        to(workspace(workspace) + "/documents", UPLOAD_DEADLINE)
            .header("Content-Type", upload.contentType())
            .header("Accept", JSON)
            .POST(upload.body())
            .build();
    Uploaded reply = RecordJson.read(http.send(request), Uploaded.class);
    if (reply.documents().isEmpty()) {
      throw new ApiFailure(upload.name() + " was answered without a document");
    }
    return reply.documents().getFirst();
  }

  public RemoteDocument document(String workspace, UUID id) {
    return RecordJson.read(
        http.send(get(workspace(workspace) + "/documents/" + id, HttpCalls.DEADLINE)),
        RemoteDocument.class);
  }

  public DocumentPage documents(String workspace, int limit, Optional<String> cursor) {
    String query = "?limit=" + limit + cursor.map(at -> "&cursor=" + encoded(at)).orElse("");
    return RecordJson.read(
        http.send(get(workspace(workspace) + "/documents" + query, HttpCalls.DEADLINE)),
        DocumentPage.class);
  }

  /** The progress of every document of the workspace from now on. */
  public EventStream progress(String workspace) {
    return http.stream(events(workspace(workspace) + "/documents/events").build());
  }

  public List<SearchHit> search(String workspace, String query, int limit, SearchMode mode) {
    HttpRequest request =
        to(workspace(workspace) + "/search", HttpCalls.DEADLINE)
            .header("Content-Type", JSON)
            .header("Accept", JSON)
            .POST(json(new Search(query, limit, mode)))
            .build();
    return RecordJson.read(http.send(request), Found.class).hits();
  }

  /**
   * Asks about these documents, or about the whole workspace when none are named; the answer's
   * events follow.
   */
  public EventStream ask(String workspace, String question, List<UUID> documentIds) {
    return http.stream(
        events(workspace(workspace) + "/ask")
            .header("Content-Type", JSON)
            .POST(json(new Ask(question, documentIds)))
            .build());
  }

  /** The events of an answer behind the one with that number. */
  public EventStream resume(UUID answer, String after) {
    return http.stream(
        events("/api/v1/answers/" + answer + "/events").header("Last-Event-ID", after).build());
  }

  /** The finished answer, as the server writes it. */
  public String answer(UUID answer) {
    return http.send(get("/api/v1/answers/" + answer, HttpCalls.DEADLINE));
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest get(String path, Duration deadline) {
    return to(path, deadline).header("Accept", JSON).build();
  }

  private HttpRequest.Builder events(String path) {
    return to(path, HttpCalls.DEADLINE).header("Accept", EVENTS);
  }

  private HttpRequest.Builder to(String path, Duration deadline) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(deadline);
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  private static HttpRequest.BodyPublisher json(Object body) {
    return BodyPublishers.ofByteArray(RecordJson.writeBytes(body));
  }

  private static String workspace(String workspace) {
    return "/api/v1/workspaces/" + encoded(workspace);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private record Health(Optional<Map<String, String>> components) {}

  private record Uploaded(List<RemoteDocument> documents) {}

  private record Search(String query, int limit, SearchMode mode) {}

  private record Found(List<SearchHit> hits) {}

  private record Ask(
      String question, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> documentIds) {}
}
