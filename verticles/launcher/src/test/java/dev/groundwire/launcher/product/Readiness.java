package dev.groundwire.launcher.product;

import dev.groundwire.launcher.client.Pause;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Waits until so many documents are ready, by the stream of progress. */
final class Readiness {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private Readiness() {}

  /** Goes on through outages for as long as the node lives. */
  static void await(Node node, int documents) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isReached(node, documents, deadline)) {
      if (!node.child().isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError(documents + " documents are not ready:\n" + node.child().said());
      }
      Pause.real().of(BETWEEN_TRIES);
    }
  }

  private static boolean isReached(Node node, int documents, long deadline)
      throws InterruptedException {
    Api api = node.api();
    // The stream first: what becomes ready before the list is in the list, what after in the
    // stream.
    try (EventReader progress = api.events(Api.WORKSPACE + "/documents/events", "")) {
      Set<String> ready = new HashSet<>();
      if (progress.status() != 200 || !takeList(api, ready)) {
        return false;
      }
      while (ready.size() < documents && System.nanoTime() < deadline) {
        Optional<EventReader.Event> event = progress.next();
        if (event.isEmpty()) {
          return false;
        }
        take(new JsonObject(event.get().data()), "documentId", ready);
      }
      return ready.size() >= documents;
    } catch (IOException brokenOff) {
      return false;
    }
  }

  private static boolean takeList(Api api, Set<String> ready)
      throws IOException, InterruptedException {
    Optional<String> cursor = Optional.empty();
    do {
      Reply page =
          api.get(
              Api.WORKSPACE
                  + "/documents?limit=100"
                  + cursor.map(next -> "&cursor=" + next).orElse(""));
      if (page.status() != 200) {
        return false;
      }
      page.json()
          .getJsonArray("items")
          .forEach(document -> take((JsonObject) document, "id", ready));
      cursor = Optional.ofNullable(page.json().getString("nextCursor"));
    } while (cursor.isPresent());
    return true;
  }

  private static void take(JsonObject document, String id, Set<String> ready) {
    switch (document.getString("status")) {
      case "ready" -> ready.add(document.getString(id));
      case "failed" -> throw new AssertionError("failed: " + document);
      default -> {
        // under way
      }
    }
  }
}
