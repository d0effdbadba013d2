package dev.groundwire.chat;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.Source;
import java.util.List;

/**
 * The sources of an answer while it is written: their JSON once, since they are the largest part of
 * it, and what a citation needs to know.
 */
final class SourceList {
  static final SourceList NONE = of(List.of());

  private static final String START = "{\"sources\":";
  private static final String END = "}";

  private final String entry;
  private final int[] ranges;

  private SourceList(String entry, int[] ranges) {
    this.entry = entry;
    this.ranges = ranges;
  }

  static SourceList of(List<Source> sources) {
    int[] ranges = new int[2 * sources.size()];
    for (int at = 0; at < sources.size(); at++) {
      ranges[2 * at] = sources.get(at).start();
      ranges[2 * at + 1] = sources.get(at).end();
    }
    return new SourceList(START + RecordJson.write(sources) + END, ranges);
  }

  /** The data of their entry in the log. */
  String entry() {
    return entry;
  }

  /** As one JSON array. */
  String array() {
    return entry.substring(START.length(), entry.length() - END.length());
  }

  List<Source> all() {
    return List.of(RecordJson.read(array(), Source[].class));
  }

  int size() {
    return ranges.length / 2;
  }

  /**
   * @param n counted from 1
   */
  int start(int n) {
    return ranges[2 * n - 2];
  }

  int end(int n) {
    return ranges[2 * n - 1];
  }
}
