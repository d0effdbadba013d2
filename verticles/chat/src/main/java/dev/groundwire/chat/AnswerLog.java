package dev.groundwire.chat;

import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The log of one answer in memory: its text, where each piece of it ended, and the few entries that
 * are no text. A piece costs four bytes beside its characters; the entry that watchers see is made
 * when one reads it. Bounded by the length of the answer. Confined to one context.
 */
final class AnswerLog {
  private static final int FIRST_SIZE = 16;
  private static final int BYTES_A_NOTE = 80;

  private final StringBuilder text;
  private final List<LogEntry> notes;

  /** How long the text is behind each entry; one that has made it longer is a delta. */
  private int[] textEnds;

  private int size;

  AnswerLog() {
    this(new StringBuilder(), new ArrayList<>(), new int[FIRST_SIZE], 0);
  }

  private AnswerLog(StringBuilder text, List<LogEntry> notes, int[] textEnds, int size) {
    this.text = text;
    this.notes = notes;
    this.textEnds = textEnds;
    this.size = size;
  }

  /** Appends a delta. */
  void write(String piece) {
    if (!piece.isEmpty()) {
      text.append(piece);
      grow();
    }
  }

  /** Appends any other entry. */
  void note(String type, String data) {
    append(next(type, data));
  }

  /** What would be appended next. */
  LogEntry next(String type, String data) {
    return new LogEntry(size + 1L, type, data);
  }

  void append(LogEntry note) {
    if (hasEnded()) {
      throw new IllegalStateException("an ended log does not grow");
    }
    notes.add(note);
    grow();
  }

  private void grow() {
    if (size == textEnds.length) {
      textEnds = Arrays.copyOf(textEnds, Math.max(FIRST_SIZE, size + (size >> 1)));
    }
    textEnds[size++] = text.length();
  }

  /** Those after a sequence number, at most {@code limit}; there must be some. */
  LogEntries after(long seq, int limit) {
    int from = Math.clamp(seq, 0, size);
    int to = Math.min(size, from + limit);
    LogEntry[] found = new LogEntry[to - from];
    int note = notesUntil(from);
    for (int at = from; at < to; at++) {
      found[at - from] = isDelta(at) ? delta(at) : notes.get(note++);
    }
    return new LogEntries(List.of(found));
  }

  /** From the end, where readers mostly are. */
  private int notesUntil(int seq) {
    int count = notes.size();
    while (count > 0 && notes.get(count - 1).seq() > seq) {
      count--;
    }
    return count;
  }

  private boolean isDelta(int at) {
    return textEnds[at] > textStart(at);
  }

  private int textStart(int at) {
    return at == 0 ? 0 : textEnds[at - 1];
  }

  private LogEntry delta(int at) {
    return new LogEntry(at + 1L, EntryJson.DELTA, DeltaJson.of(text, textStart(at), textEnds[at]));
  }

  /**
   * As it will be stored.
   *
   * @param last its end, which it does not have yet
   */
  StoredLog stored(LogEntry last) {
    List<Integer> pieces = new ArrayList<>(size + 1);
    for (int at = 0; at < size; at++) {
      pieces.add(textEnds[at] - textStart(at));
    }
    pieces.add(0);
    List<LogEntry> all = new ArrayList<>(notes);
    all.add(last);
    return new StoredLog(pieces, all);
  }

  /** Appends what the other one tells of its text: the same pieces and citations. */
  void replay(AnswerLog other) {
    int note = 0;
    for (int at = 0; at < other.size; at++) {
      if (other.isDelta(at)) {
        text.append(other.text, other.textStart(at), other.textEnds[at]);
        grow();
      } else {
        LogEntry entry = other.notes.get(note++);
        if (entry.type().equals(EntryJson.CITATION)) {
          note(entry.type(), entry.data());
        }
      }
    }
  }

  /** As it is now, without room to grow. */
  AnswerLog copy() {
    return new AnswerLog(
        new StringBuilder(text.length()).append(text),
        List.copyOf(notes),
        Arrays.copyOf(textEnds, size),
        size);
  }

  /** Gives back the room to grow. */
  void trim() {
    text.trimToSize();
    textEnds = Arrays.copyOf(textEnds, size);
  }

  /** About how much memory it takes. */
  long bytes() {
    long bytes = 2L * text.length() + (long) Integer.BYTES * size;
    for (LogEntry note : notes) {
      bytes += note.data().length() + BYTES_A_NOTE;
    }
    return bytes;
  }

  String text() {
    return text.toString();
  }

  int textLength() {
    return text.length();
  }

  boolean isLongerThan(long seq) {
    return size > seq;
  }

  boolean hasEnded() {
    return !notes.isEmpty() && notes.getLast().isTerminal();
  }
}
