package dev.groundwire.launcher.eval;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which document each entry of a collection became.
 *
 * @param corpusIds several entries with the same text became one document
 * @param empty entries without text, left out
 * @param failed entries that could not be loaded, with the reason
 */
public record LoadedCollection(
    Map<UUID, List<String>> corpusIds, List<String> empty, Map<String, String> failed) {

  /** Entries that can be found. */
  int size() {
    return corpusIds.values().stream().mapToInt(List::size).sum();
  }
}
