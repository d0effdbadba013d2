package dev.groundwire.launcher.cluster;

import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.launcher.client.Pause;
import dev.groundwire.launcher.product.EventReader;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question and its answer, read as it comes by a client that takes up a broken line where it
 * broke, at whichever node, until the answer ends or nothing comes for too long.
 */
final class WatchedAnswer {
  /** More than the longest that any answer may be silent. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(20);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

  private final Balancer balancer;
  private final List<EventReader.Event> events = new ArrayList<>();
  private final List<String> breaks = new ArrayList<>();
  private String answer = "";
  private int member = -1;
  private int begunAt = -1;
  private long heard = System.nanoTime();
  private long longestSilence;
  private boolean isOver;
  private boolean wasRefused;
  private String outcome = "under way";
  private @Nullable EventReader reading;

  WatchedAnswer(Balancer balancer) {
    this.balancer = balancer;
  }

  /** Returns at its end. */
  void run(String question) throws InterruptedException {
    try {
      Balancer.Opened opened = balancer.open(Calls.ask(question));
      begun(opened);
      if (opened.response().statusCode() != 200) {
        over("refused with " + opened.response().statusCode());
        return;
      }
      read(opened);
      goOnUntilItsEnd();
    } catch (Balancer.Unserved lost) {
      over("lost: " + lost.getCause());
    } catch (IOException broken) {
      over("broken: " + broken);
    }
  }

  /** Reads one that somebody else has asked for, from its begin; returns at its end. */
  void follow(String location) throws InterruptedException {
    synchronized (this) {
      answer = location;
    }
    goOnUntilItsEnd();
  }

  private void goOnUntilItsEnd() throws InterruptedException {
    while (!isOver() && silentFor() < GIVEN_UP.toNanos()) {
      goOn();
    }
    over("silent");
  }

  private synchronized void begun(Balancer.Opened opened) {
    answer = opened.response().headers().firstValue("Location").orElse("");
    begunAt = opened.member().number();
  }

  private void goOn() throws InterruptedException {
    try {
      Balancer.Opened opened = balancer.open(Calls.resume(answer, lastId()));
      switch (opened.response().statusCode()) {
        case 200 -> read(opened);
        case 204 -> over("nothing left, without an end");
        default -> {
          refused();
          note("resume answered " + opened.response().statusCode());
          opened.response().body().close();
          Pause.real().of(BETWEEN_TRIES);
        }
      }
    } catch (IOException lost) {
      note(lost.toString());
      Pause.real().of(BETWEEN_TRIES);
    }
  }

  private void read(Balancer.Opened opened) {
    EventReader reader = new EventReader(opened.response());
    attach(reader, opened.member().number());
    try (reader) {
      for (Optional<EventReader.Event> next = reader.next();
          next.isPresent();
          next = reader.next()) {
        take(next.get());
      }
      if (!isOver()) {
        note("the stream of node " + opened.member().number() + " ended without an end");
      }
    } catch (IOException broken) {
      note("node " + opened.member().number() + ": " + broken);
    } finally {
      attach(null, -1);
    }
  }

  private synchronized void attach(@Nullable EventReader reader, int where) {
    reading = reader;
    member = where;
  }

  private synchronized void take(EventReader.Event event) {
    events.add(event);
    longestSilence = Math.max(longestSilence, silentFor());
    heard = System.nanoTime();
    if (event.type().equals("done") || event.type().equals("error")) {
      over(event.type());
    }
  }

  private synchronized void note(String what) {
    breaks.add(what);
  }

  private synchronized void over(String how) {
    if (!isOver) {
      isOver = true;
      outcome = how;
      longestSilence = Math.max(longestSilence, silentFor());
    }
  }

  private synchronized String lastId() {
    return events.reversed().stream()
        .map(EventReader.Event::id)
        .filter(id -> !id.isEmpty())
        .findFirst()
        .orElse("");
  }

  private synchronized long silentFor() {
    return System.nanoTime() - heard;
  }

  /** Drops a line on which nothing has come for too long; from any thread. */
  void dropIfSilent() {
    EventReader silent;
    synchronized (this) {
      silent = silentFor() > GIVEN_UP.toNanos() ? reading : null;
    }
    if (silent != null) {
      try {
        silent.abort();
      } catch (IOException broken) {
        note(broken.toString());
      }
    }
  }

  /** Of its log, so far. */
  synchronized long told() {
    return events.stream().filter(event -> !isOfTheDoor(event)).count();
  }

  /** That its writer is gone, or the end of the line itself: no part of the log. */
  private static boolean isOfTheDoor(EventReader.Event event) {
    return event.id().isEmpty()
        && (event.type().equals("error") || event.data().contains("\"interrupted\":true"));
  }

  /** How often it was told that it has ended. */
  synchronized long ends() {
    return events.stream()
        .filter(event -> event.type().equals("done") || event.type().equals("error"))
        .count();
  }

  synchronized boolean isOver() {
    return isOver;
  }

  /** Where it is being read from; -1: nowhere. */
  synchronized int member() {
    return member;
  }

  /** The node that was asked. */
  synchronized int begunAt() {
    return begunAt;
  }

  /** {@code done}, {@code error}, or how else it ended. */
  synchronized String outcome() {
    return outcome;
  }

  synchronized boolean wasBroken() {
    return !breaks.isEmpty();
  }

  private synchronized void refused() {
    wasRefused = true;
  }

  /** Whether a node did not let it take up its line. */
  synchronized boolean wasRefused() {
    return wasRefused;
  }

  /** Its address. */
  synchronized String answer() {
    return answer;
  }

  /** Its id. */
  String name() {
    String address = answer();
    return address.substring(address.lastIndexOf('/') + 1);
  }

  synchronized Duration longestSilence() {
    return Duration.ofNanos(longestSilence);
  }

  synchronized String text() {
    StringBuilder text = new StringBuilder();
    for (EventReader.Event event : events) {
      if (event.type().equals("delta")) {
        text.append(new JsonObject(event.data()).getString("text"));
      }
    }
    return text.toString();
  }

  /** Whether no number was left out and none came twice; a later owner's begin at the next term. */
  synchronized boolean isGapless() {
    long last = 0;
    for (EventReader.Event event : events) {
      if (isOfTheDoor(event)) {
        continue;
      }
      long id = Long.parseLong(event.id());
      if (id != last + 1 && (id % LogEntry.TERM != 0 || id <= last)) {
        return false;
      }
      last = id;
    }
    return true;
  }

  @Override
  public synchronized String toString() {
    return "%s asked at node %d: %s after %d events, silent for %d ms at most, breaks %s, last %s"
        .formatted(
            answer,
            begunAt,
            outcome,
            events.size(),
            longestSilence().toMillis(),
            breaks,
            events.isEmpty() ? "none" : events.getLast());
  }
}
