package dev.groundwire.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Ended answers whose logs are still read from memory, oldest end first: for a while, and no more
 * of them than there is room for. The database has them all. Confined to the loop.
 */
final class KeptAnswers {
  private record Kept(LiveAnswer answer, long sinceMillis, long bytes) {}

  private final int most;
  private final long mostBytes;
  private final Consumer<LiveAnswer> dropped;
  private final LinkedHashMap<UUID, Kept> kept = new LinkedHashMap<>();
  private long bytes;

  /**
   * @param dropped takes over the watchers of one that is kept no longer
   */
  KeptAnswers(int most, long mostBytes, Consumer<LiveAnswer> dropped) {
    this.most = most;
    this.mostBytes = mostBytes;
    this.dropped = dropped;
  }

  void add(LiveAnswer answer, long nowMillis) {
    Kept next = new Kept(answer, nowMillis, answer.bytes());
    kept.put(answer.question().answerId(), next);
    bytes += next.bytes();
    while (kept.size() > most || bytes > mostBytes) {
      dropOldest();
    }
  }

  Optional<LiveAnswer> find(UUID id) {
    return Optional.ofNullable(kept.get(id)).map(Kept::answer);
  }

  Set<UUID> ids() {
    return kept.keySet();
  }

  int watchers() {
    return kept.values().stream().mapToInt(one -> one.answer().watches().count()).sum();
  }

  void dropEndedBefore(long millis) {
    while (!kept.isEmpty() && kept.values().iterator().next().sinceMillis() < millis) {
      dropOldest();
    }
  }

  /** Nobody reads on in what was deleted. */
  void dropOf(UUID conversationId) {
    List<Kept> gone =
        kept.values().stream().filter(one -> one.answer().isOf(conversationId)).toList();
    for (Kept one : gone) {
      kept.remove(one.answer().question().answerId());
      bytes -= one.bytes();
      one.answer().watches().dismiss(Answers.none());
    }
  }

  private void dropOldest() {
    Kept gone = kept.pollFirstEntry().getValue();
    bytes -= gone.bytes();
    dropped.accept(gone.answer());
  }
}
