package dev.groundwire.launcher.product;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Server-sent events as they come, by the letter of the standard as far as the server uses it. */
public final class EventReader implements AutoCloseable {
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  public EventReader(HttpResponse<InputStream> response) {
    this.response = response;
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  public int status() {
    return response.statusCode();
  }

  /** The next event; empty at the end of the stream. */
  public Optional<Event> next() throws IOException {
    String id = "";
    String type = "message";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data.append(line, 6, line.length());
      } else if (line.isEmpty() && !data.isEmpty()) {
        return Optional.of(new Event(id, type, data.toString()));
      }
    }
    return Optional.empty();
  }

  /** As many as there are, at most so many. */
  List<Event> upTo(int most) throws IOException {
    List<Event> events = new ArrayList<>();
    while (events.size() < most) {
      Optional<Event> event = next();
      if (event.isEmpty()) {
        break;
      }
      events.add(event.get());
    }
    return events;
  }

  public List<Event> rest() throws IOException {
    return upTo(Integer.MAX_VALUE);
  }

  /**
   * Drops the connection from another thread than the one that reads, which then sees it broken.
   */
  public void abort() throws IOException {
    response.body().close();
  }

  /** Drops the connection, wherever the stream is. */
  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** One event as it was sent. */
  public record Event(String id, String type, String data) {}
}
