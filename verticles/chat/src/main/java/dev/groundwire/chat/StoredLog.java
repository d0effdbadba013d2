package dev.groundwire.chat;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.LogEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * A log as the database keeps it, beside the answer's text: how many characters of it each entry
 * brings, and the entries that bring none. A tenth of what the entries themselves would take.
 *
 * @param pieces one an entry, 0 for a note
 */
record StoredLog(List<Integer> pieces, List<LogEntry> notes) {
  StoredLog {
    pieces = List.copyOf(pieces);
    notes = List.copyOf(notes);
  }

  String json() {
    return RecordJson.write(this);
  }

  /**
   * @param json of this, or of all entries one by one, as a log whose entries do not follow each
   *     other is kept, and as all were once
   */
  static List<LogEntry> read(String json, String text) {
    return json.startsWith("[")
        ? List.of(RecordJson.read(json, LogEntry[].class))
        : RecordJson.read(json, StoredLog.class).entries(text);
  }

  private List<LogEntry> entries(String text) {
    List<LogEntry> entries = new ArrayList<>(pieces.size());
    int note = 0;
    int start = 0;
    for (int piece : pieces) {
      if (piece == 0) {
        entries.add(notes.get(note++));
      } else {
        String data = DeltaJson.of(text, start, start + piece);
        entries.add(new LogEntry(entries.size() + 1L, EntryJson.DELTA, data));
        start += piece;
      }
    }
    return entries;
  }
}
