package dev.groundwire.launcher.client;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Requests with a deadline, repeated while the server is busy. Everything sent here may be
 * repeated: the server recognises bytes it already has.
 */
final class HttpCalls implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final int BROKEN_CONNECTIONS = 3;

  private final Patience patience;
  private final Pause pause;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  HttpCalls(Patience patience, Pause pause) {
    this.patience = patience;
    this.pause = pause;
  }

  /** The body of a success. */
  String send(HttpRequest request) {
    HttpResponse<String> response =
        exchange(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() / 100 != 2) {
      throw refused(request, response.statusCode(), response.body());
    }
    return response.body();
  }

  /** The events of a success. */
  EventStream stream(HttpRequest request) {
    HttpResponse<Body> response =
        exchange(
            request,
            answered ->
                answered.statusCode() == 200
                    ? BodySubscribers.mapping(
                        BodySubscribers.ofPublisher(), events -> new Body(events, ""))
                    : BodySubscribers.mapping(
                        BodySubscribers.ofString(StandardCharsets.UTF_8),
                        text -> new Body(null, text)));
    Flow.Publisher<List<ByteBuffer>> events = response.body().events();
    if (events == null) {
      throw refused(request, response.statusCode(), response.body().text());
    }
    return new EventStream(events, SILENCE);
  }

  /** What one attempt brings, of whatever status; empty when nobody answers. */
  Optional<String> body(HttpRequest request) {
    try {
      return Optional.of(http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)).body());
    } catch (IOException nobody) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      throw interrupted(request, stopped);
    }
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
    Duration waited = Duration.ZERO;
    int broken = 0;
    for (int attempt = 0; ; attempt++) {
      try {
        Duration next;
        try {
          HttpResponse<T> response = http.send(request, handler);
          next = Patience.pause(response, attempt);
          waited = waited.plus(next);
          if (!Patience.isBusy(response.statusCode()) || waited.compareTo(patience.longest()) > 0) {
            return response;
          }
        } catch (IOException lost) {
          if (++broken >= BROKEN_CONNECTIONS) {
            throw new ApiFailure(unreachable(request, lost), lost);
          }
          next = Patience.pause(attempt);
        }
        pause.of(next);
      } catch (InterruptedException stopped) {
        throw interrupted(request, stopped);
      }
    }
  }

  private static String unreachable(HttpRequest request, IOException lost) {
    String why = lost.getMessage() == null ? lost.getClass().getSimpleName() : lost.getMessage();
    return "No answer from " + request.uri() + " (" + why + "); is Groundwire still running there?";
  }

  private static ApiFailure interrupted(HttpRequest request, InterruptedException stopped) {
    Thread.currentThread().interrupt();
    return new ApiFailure("Interrupted while asking " + request.uri(), stopped);
  }

  private static ApiFailure refused(HttpRequest request, int status, String body) {
    String reason;
    try {
      reason = RecordJson.read(body, Problem.class).text();
    } catch (BusFailure notAProblemDocument) {
      reason = body.isBlank() ? "no reason given" : body.strip().lines().findFirst().orElse("");
    }
    return new ApiFailure(status, request.method() + " " + request.uri().getPath(), reason);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private record Body(Flow.@Nullable Publisher<List<ByteBuffer>> events, String text) {}

  private record Problem(Optional<String> title, Optional<String> detail) {
    String text() {
      return detail.or(() -> title).orElse("no reason given");
    }
  }
}
