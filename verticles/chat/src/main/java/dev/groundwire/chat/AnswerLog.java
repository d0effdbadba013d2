package dev.groundwire.chat;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The log of one answer in memory: its text, where each piece of it ended, and the few entries that
 * are no text. A piece costs four bytes beside its characters; the entry that watchers see is made
 * when one reads it. Bounded by the length of the answer. Confined to one context.
 *
 * <p>The log of a later owner begins with what its predecessors have told, under their numbers; its
 * own entries have the numbers of its term.
 */
final class AnswerLog {
  private static final int FIRST_SIZE = 16;
  private static final int BYTES_A_NOTE = 80;

  private final StringBuilder text;
  private final List<LogEntry> notes;

  /** Entries of owners before: notes, all of them. */
  private final int before;

  /** The number of the first entry of this owner. */
  private final long first;

  /** How long the text is behind each entry; one that has made it longer is a delta. */
  private int[] textEnds;

  private int size;

  AnswerLog() {
    this(0, List.of());
  }

  /**
   * @param term of its owner: 0 for the first
   * @param before what owners before have told; no text
   */
  AnswerLog(int term, List<LogEntry> before) {
    this(
        new StringBuilder(),
        new ArrayList<>(before),
        new int[before.size() + FIRST_SIZE],
        before.size(),
        before.size(),
        term == 0 ? 1 : term * LogEntry.TERM);
  }

  private AnswerLog(
      StringBuilder text, List<LogEntry> notes, int[] textEnds, int size, int before, long first) {
    this.text = text;
    this.notes = notes;
    this.textEnds = textEnds;
    this.size = size;
    this.before = before;
    this.first = first;
  }

  private long seqAt(int at) {
    return at < before ? notes.get(at).seq() : first + at - before;
  }

  /** How many entries have numbers up to that one. */
  private int count(long seq) {
    if (seq >= first) {
      return Math.clamp(seq - first + 1 + before, before, size);
    }
    int count = before;
    while (count > 0 && notes.get(count - 1).seq() > seq) {
      count--;
    }
    return count;
  }

  /** True for a number that an owner before may have told, and nobody knows what. */
  boolean isLost(long seq) {
    int upTo = count(seq);
    return seq > 0 && seq < first && (upTo == 0 || seqAt(upTo - 1) != seq);
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
    return new LogEntry(seqAt(size), type, data);
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
    int from = count(seq);
    int to = Math.min(size, from + limit);
    LogEntry[] found = new LogEntry[to - from];
    int note = notesUntil(from == 0 ? 0 : seqAt(from - 1));
    for (int at = from; at < to; at++) {
      found[at - from] = isDelta(at) ? delta(at) : notes.get(note++);
    }
    return new LogEntries(List.of(found));
  }

  /** From the end, where readers mostly are. */
  private int notesUntil(long seq) {
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
    return new LogEntry(
        seqAt(at), EntryJson.DELTA, DeltaJson.of(text, textStart(at), textEnds[at]));
  }

  /**
   * As it will be stored.
   *
   * @param last its end, which it does not have yet
   */
  String stored(LogEntry last) {
    if (first > 1) {
      List<LogEntry> all = size == 0 ? new ArrayList<>() : new ArrayList<>(all());
      all.add(last);
      return RecordJson.write(all);
    }
    List<Integer> pieces = new ArrayList<>(size + 1);
    for (int at = 0; at < size; at++) {
      pieces.add(textEnds[at] - textStart(at));
    }
    pieces.add(0);
    List<LogEntry> all = new ArrayList<>(notes);
    all.add(last);
    return new StoredLog(pieces, all).json();
  }

  private List<LogEntry> all() {
    return after(0, size).entries();
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
        size,
        before,
        first);
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
    return size > count(seq);
  }

  boolean hasEnded() {
    return !notes.isEmpty() && notes.getLast().isTerminal();
  }
}
