package dev.groundwire.outboxrelay;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.inbox.InboxBus;
import dev.groundwire.bus.inbox.LandEvents;
import dev.groundwire.platform.bus.Bus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded transport: the inbox of this process commits the facts before it answers. */
final class InProcessTransport implements EventTransport {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessTransport.class);

  private final Bus bus;
  private final Duration deadline;
  private volatile Optional<String> trouble = Optional.empty();

  InProcessTransport(Bus bus, Duration deadline) {
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public String name() {
    return "in-process";
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
    try {
      Set<UUID> landed =
          Set.copyOf(
              bus.request(InboxBus.LAND_EVENTS, new LandEvents(events), deadline).await().ids());
      trouble = Optional.empty();
      return new Published(
          landed,
          events.stream()
              .filter(event -> !landed.contains(event.id()))
              .map(EventEnvelope::key)
              .collect(Collectors.toSet()));
    } catch (BusFailure failure) {
      LOG.atWarn().addKeyValue("cause", failure.getMessage()).log("facts not landed, again later");
      trouble = Optional.of("The inbox takes nothing: " + failure.getMessage());
      return Published.NOTHING;
    }
  }

  @Override
  public Optional<String> trouble() {
    return trouble;
  }
}
