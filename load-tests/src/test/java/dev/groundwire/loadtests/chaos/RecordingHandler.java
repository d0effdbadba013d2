package dev.groundwire.loadtests.chaos;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers what it was given and fails where a test says so. Virtual-thread. */
final class RecordingHandler extends VerticleBase {
  private final Map<String, Queue<Long>> handled = new ConcurrentHashMap<>();
  private final Set<String> away = ConcurrentHashMap.newKeySet();
  private Bus bus;

  @SuppressWarnings("NullAway.Init") // set in start(), before anything reads it
  RecordingHandler() {}

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    return bus.answer(ChaosBus.COUNT_OP, 256, this::handle);
  }

  private EventHandled handle(EventEnvelope event) {
    if (away.contains(event.key())) {
      throw new BusFailure(FailureCode.UNAVAILABLE, "Away.");
    }
    if (ChaosBus.OP_DONE.read(event).poison()) {
      throw new BusFailure(FailureCode.INVALID_REQUEST, "Poison.");
    }
    handled
        .computeIfAbsent(event.key(), ignored -> new ConcurrentLinkedQueue<>())
        .add(event.keySeq());
    return new EventHandled(true);
  }

  /** The numbers of the key's facts in the order in which they came. */
  List<Long> of(UUID key) {
    return List.copyOf(handled.getOrDefault(key.toString(), new ConcurrentLinkedQueue<>()));
  }

  /** Fails every fact of the key until {@link #comeBack}. */
  void goAway(UUID key) {
    away.add(key.toString());
  }

  void comeBack(UUID key) {
    away.remove(key.toString());
  }

  @Override
  public Future<?> stop() {
    return bus.drain(Duration.ofSeconds(5));
  }
}
