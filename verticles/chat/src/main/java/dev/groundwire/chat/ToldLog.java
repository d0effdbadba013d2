package dev.groundwire.chat;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an answer's owners have told, as far as others know.
 *
 * @param entries from the first one on, without a gap
 * @param hasText also when that text itself is not known
 */
record ToldLog(List<LogEntry> entries, boolean hasText) {
  static final ToldLog NOTHING = new ToldLog(List.of(), false);

  private record Delta(String text) {}

  private record Sources(List<Source> sources) {}

  private record Status(Optional<String> model) {}

  ToldLog {
    entries = List.copyOf(entries);
  }

  /** From entries in any order, some perhaps more than once. */
  static ToldLog of(Collection<LogEntry> found) {
    TreeMap<Long, LogEntry> bySeq = new TreeMap<>();
    found.forEach(entry -> bySeq.put(entry.seq(), entry));
    List<LogEntry> entries = new ArrayList<>();
    long next = 1;
    for (LogEntry entry : bySeq.values()) {
      boolean isNewTerm = next > 1 && entry.seq() % LogEntry.TERM == 0;
      if (entry.seq() != next && !isNewTerm) {
        break;
      }
      entries.add(entry);
      next = entry.seq() + 1;
    }
    boolean hasText = found.stream().anyMatch(entry -> entry.type().equals(EntryJson.DELTA));
    return new ToldLog(entries, hasText);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    data(EntryJson.DELTA).forEach(data -> text.append(RecordJson.read(data, Delta.class).text()));
    return text.toString();
  }

  /** The last ones. */
  SourceList sources() {
    return data(EntryJson.SOURCES)
        .reduce((earlier, later) -> later)
        .map(data -> SourceList.of(RecordJson.read(data, Sources.class).sources()))
        .orElse(SourceList.NONE);
  }

  List<Citation> citations() {
    return data(EntryJson.CITATION).map(data -> RecordJson.read(data, Citation.class)).toList();
  }

  Optional<String> model() {
    return data(EntryJson.STATUS)
        .flatMap(data -> RecordJson.read(data, Status.class).model().stream())
        .reduce((earlier, later) -> later);
  }

  private Stream<String> data(String type) {
    return entries.stream().filter(entry -> entry.type().equals(type)).map(LogEntry::data);
  }
}
