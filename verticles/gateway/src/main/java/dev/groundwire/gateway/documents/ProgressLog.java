package dev.groundwire.gateway.documents;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.ingestion.DocumentStatus;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one watcher knows of documents, and what it has still to be told: the newest state of each,
 * so that a slow watcher skips states but not an end. Of more documents than it keeps, the one it
 * heard of first is forgotten.
 */
final class ProgressLog {
  static final int MOST = 5_000;

  private final LinkedHashMap<UUID, ProgressEvent> known = new LinkedHashMap<>();
  private final LinkedHashMap<UUID, ProgressEvent> untold = new LinkedHashMap<>();
  private final Set<UUID> unfinished = new LinkedHashSet<>();
  private long found;

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
      found++;
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
    unfinished.remove(documentId);
  }

  /** How often a look-up told what no hint had. */
  long found() {
    return found;
  }

  /** Documents under way, as far as known. */
  List<UUID> unfinished() {
    return List.copyOf(unfinished);
  }

  boolean isUnderWay() {
    return !unfinished.isEmpty();
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
        .forEach(event ->
            events
                .append("event: progress\ndata: ")
                .append(RecordJson.write(event))
                .append("\n\n"));
    untold.clear();
    return events;
  }

  private void put(ProgressEvent event) {
    if (known.size() >= MOST && !known.containsKey(event.documentId())) {
      forget(known.firstEntry().getKey());
    }
    known.put(event.documentId(), event);
    untold.put(event.documentId(), event);
    if (event.status().isEnd()) {
      unfinished.remove(event.documentId());
    } else {
      unfinished.add(event.documentId());
    }
  }
}
