package dev.groundwire.gateway.documents;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.gateway.http.EventStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one watcher knows of documents, and what it has still to be told: the newest state of each,
 * so that a slow watcher skips states but never an end.
 */
final class ProgressLog {
  private static final int MOST = 5_000;

  private final LinkedHashMap<UUID, ProgressEvent> known = new LinkedHashMap<>();
  private final LinkedHashMap<UUID, ProgressEvent> untold = new LinkedHashMap<>();

  /** From a hint: as new as can be. */
  void hinted(ProgressEvent event) {
    if (!event.equals(known.get(event.documentId()))) {
      put(event);
    }
  }

  /** From a look-up, which may be older than a hint that came meanwhile: only forward. */
  void lookedUp(ProgressEvent event) {
    ProgressEvent before = known.get(event.documentId());
    if (before == null || before.status().compareTo(event.status()) < 0) {
      put(event);
    }
  }

  /** Already at its end when watching began: nothing to tell. */
  void ignore(ProgressEvent event) {
    known.put(event.documentId(), event);
  }

  void forget(UUID documentId) {
    known.remove(documentId);
    untold.remove(documentId);
  }

  /** Documents under way, as far as known. */
  List<UUID> unfinished() {
    return known.values().stream()
        .filter(event -> !event.status().isEnd())
        .map(ProgressEvent::documentId)
        .toList();
  }

  @Nullable DocumentStatus statusOf(UUID documentId) {
    ProgressEvent event = known.get(documentId);
    return event == null ? null : event.status();
  }

  boolean isTold() {
    return untold.isEmpty();
  }

  /** All there is to tell, as events; told with that. */
  StringBuilder take() {
    StringBuilder events = new StringBuilder();
    untold
        .values()
        .forEach(event -> EventStream.append(events, "progress", RecordJson.write(event)));
    untold.clear();
    return events;
  }

  private void put(ProgressEvent event) {
    if (known.size() >= MOST && !known.containsKey(event.documentId())) {
      known.remove(known.firstEntry().getKey());
    }
    known.put(event.documentId(), event);
    untold.put(event.documentId(), event);
  }
}
