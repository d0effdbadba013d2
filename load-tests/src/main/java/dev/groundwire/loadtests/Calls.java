package dev.groundwire.loadtests;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.ingestion.ChunkView;
import dev.groundwire.bus.ingestion.ChunksListed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Calls of the HTTP API over one kept connection, with nothing between them and the clock. */
final class Calls implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(DEADLINE)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  Calls(URI server) {
    this.server = server;
  }

  URI server() {
    return server;
  }

  boolean answers200(URI address) {
    try {
      return http.send(request(address).build(), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notThereYet) {
      return false;
    } catch (InterruptedException stopped) {
      throw interrupted(stopped);
    }
  }

  String get(String path) {
    return send(request(server.resolve(path)).build());
  }

  String search(String workspace, String query, int limit) {
    byte[] body = RecordJson.writeBytes(new Search(query, limit, "hybrid"));
    return send(
        request(server.resolve("/api/v1/workspaces/" + workspace + "/search"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  List<String> chunkTexts(String workspace, UUID document) {
    String path = "/api/v1/workspaces/" + workspace + "/documents/" + document + "/chunks";
    List<String> texts = new ArrayList<>();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      String from = cursor.get().isEmpty() ? "" : "&cursor=" + cursor.get();
      ChunksListed listed = RecordJson.read(get(path + "?limit=100" + from), ChunksListed.class);
      listed.items().stream().map(ChunkView::text).forEach(texts::add);
      cursor = listed.nextCursor();
    }
    return texts;
  }

  private static HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address).timeout(DEADLINE).header("Accept", "application/json");
  }

  private String send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            request.uri() + " answered " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (IOException broken) {
      throw new UncheckedIOException(request.uri() + " gave no answer", broken);
    } catch (InterruptedException stopped) {
      throw interrupted(stopped);
    }
  }

  private static IllegalStateException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", cause);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private record Search(String query, int limit, String mode) {}
}
