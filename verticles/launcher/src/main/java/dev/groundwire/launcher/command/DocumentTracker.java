package dev.groundwire.launcher.command;

import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.launcher.client.DocumentProgress;
import dev.groundwire.launcher.client.RemoteDocument;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far a set of documents is. Events may come before the upload that names the document. */
final class DocumentTracker {
  private final int expected;
  private final Map<UUID, DocumentProgress> latest = new HashMap<>();
  private final Map<UUID, String> names = new LinkedHashMap<>();
  private int ended;

  /**
   * @param expected uploads that will be tracked in all
   */
  DocumentTracker(int expected) {
    this.expected = expected;
  }

  /** An upload was answered; several may name the same document. */
  synchronized void uploaded(RemoteDocument document) {
    if (names.putIfAbsent(document.id(), document.name()) == null
        && status(document.id()).isEnd()) {
      ended++;
    }
    moved(new DocumentProgress(document.id(), document.status(), 0, 0));
  }

  /** Takes in what is news; a state that was overtaken is left aside. */
  synchronized boolean moved(DocumentProgress progress) {
    DocumentProgress known = latest.get(progress.documentId());
    if (known != null && !isNews(known, progress)) {
      return false;
    }
    latest.put(progress.documentId(), progress);
    boolean endsNow = progress.status().isEnd() && (known == null || !known.status().isEnd());
    if (endsNow && names.containsKey(progress.documentId())) {
      ended++;
    }
    return true;
  }

  private static boolean isNews(DocumentProgress known, DocumentProgress progress) {
    int stage = progress.status().compareTo(known.status());
    return stage > 0 || (stage == 0 && progress.done() > known.done());
  }

  synchronized Set<UUID> unfinished() {
    Set<UUID> unfinished = new HashSet<>();
    for (UUID id : names.keySet()) {
      if (!status(id).isEnd()) {
        unfinished.add(id);
      }
    }
    return unfinished;
  }

  /** True as long as the server has taken none. */
  synchronized boolean isEmpty() {
    return names.isEmpty();
  }

  /** True when each document that was named so far is ready or has failed. */
  synchronized boolean allEnded() {
    return ended == names.size();
  }

  synchronized DocumentStatus status(UUID id) {
    DocumentProgress known = latest.get(id);
    return known == null ? DocumentStatus.RECEIVED : known.status();
  }

  /** 0..1 over all expected documents. */
  synchronized double fraction(int uploaded) {
    if (names.isEmpty()) {
      return 0;
    }
    double sum = names.keySet().stream().mapToDouble(id -> fraction(latest.get(id))).sum();
    return sum / names.size() * uploaded / expected;
  }

  /** For example {@code 6/10 ready, 1 embedding: handbook.pdf 12/40}. */
  synchronized String text(int uploaded) {
    Map<DocumentStatus, Integer> counts = new EnumMap<>(DocumentStatus.class);
    String current = "";
    for (Map.Entry<UUID, String> document : names.entrySet()) {
      DocumentProgress at = latest.get(document.getKey());
      if (at != null) {
        counts.merge(at.status(), 1, Integer::sum);
        if (current.isEmpty() && !at.status().isEnd() && at.total() > 0) {
          current = ": " + document.getValue() + " " + at.done() + "/" + at.total();
        }
      }
    }
    StringJoiner stages = new StringJoiner(", ");
    stages.add(counts.getOrDefault(DocumentStatus.READY, 0) + "/" + names.size() + " ready");
    counts.forEach((status, count) -> {
      if (status != DocumentStatus.READY) {
        stages.add(count + " " + status.text());
      }
    });
    String sent = uploaded < expected ? "sent " + uploaded + "/" + expected + ", " : "";
    return sent + stages + current;
  }

  private static double fraction(@Nullable DocumentProgress at) {
    if (at == null) {
      return 0;
    }
    return switch (at.status()) {
      case RECEIVED -> 0;
      case PARSING -> 0.1;
      case CHUNKING -> 0.2;
      case EMBEDDING -> 0.25 + (at.total() > 0 ? 0.65 * at.done() / at.total() : 0);
      case INDEXING -> 0.95;
      case READY, FAILED -> 1;
    };
  }
}
