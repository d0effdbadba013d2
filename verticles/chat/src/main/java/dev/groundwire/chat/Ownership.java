package dev.groundwire.chat;

import dev.groundwire.bus.chat.LogEntry;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How this node has an answer.
 *
 * @param term counts its changes of owner
 * @param before what owners before have told; no text
 * @param isHeld false while another node may have taken it over: meanwhile nothing is told
 * @param grown hears of each addition to its log
 */
record Ownership(
    int term, List<LogEntry> before, BooleanSupplier isHeld, Consumer<LiveAnswer> grown) {
  /** Where there is no other node. */
  static final Ownership SOLE = new Ownership(0, List.of(), () -> true, ignored -> {});

  Ownership {
    before = List.copyOf(before);
  }
}
