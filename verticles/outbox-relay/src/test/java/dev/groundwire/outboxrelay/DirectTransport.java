package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.inbox.LandEvents;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Straight into an inbox of the test, with something that may happen on the way back. */
final class DirectTransport implements EventTransport {
  private final LandingInbox inbox;
  private Runnable beforeAnswer = () -> {};

  DirectTransport(LandingInbox inbox) {
    this.inbox = inbox;
  }

  void onceBeforeAnswer(Runnable happens) {
    beforeAnswer = happens;
  }

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public int takes(int most) {
    return most;
  }

  @Override
  public Published publish(List<EventEnvelope> events, BooleanSupplier stillOurs) {
    if (!stillOurs.getAsBoolean()) {
      return Published.NOTHING;
    }
    Set<UUID> taken = Set.copyOf(inbox.land(new LandEvents(events)).ids());
    Runnable happens = beforeAnswer;
    beforeAnswer = () -> {};
    happens.run();
    return new Published(
        taken,
        events.stream()
            .filter(event -> !taken.contains(event.id()))
            .map(EventEnvelope::key)
            .collect(Collectors.toSet()));
  }

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }
}
