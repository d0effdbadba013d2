package dev.groundwire.gateway;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads server-sent events line by line, as the standard describes it. */
final class SseClient implements Closeable {
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;
  private int comments;

  SseClient(HttpResponse<InputStream> response) {
    this.response = response;
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  HttpResponse<InputStream> response() {
    return response;
  }

  int comments() {
    return comments;
  }

  /** The next event; empty at the end of the stream. */
  Optional<Event> next() {
    String id = "";
    String type = "message";
    String data = null;
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) {
          comments++;
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && data != null) {
          return Optional.of(new Event(id, type, data));
        }
      }
      return Optional.empty();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Reads comments until there have been so many. */
  void awaitComments(int number) {
    try {
      while (comments < number) {
        String line = lines.readLine();
        if (line == null) {
          throw new IllegalStateException("the stream ended after " + comments + " comments");
        }
        if (line.startsWith(":")) {
          comments++;
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  List<Event> all() {
    List<Event> events = new ArrayList<>();
    for (Optional<Event> next = next(); next.isPresent(); next = next()) {
      events.add(next.get());
    }
    return events;
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  record Event(String id, String type, String data) {}
}
