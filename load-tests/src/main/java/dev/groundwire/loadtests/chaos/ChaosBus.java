package dev.groundwire.loadtests.chaos;

import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.event.EventType;
import dev.groundwire.bus.event.Subscription;
import java.util.List;
import java.util.Optional;

/** The suite's own fact and who handles it, in place of the product's. */
final class ChaosBus {
  static final EventType<OpDone> OP_DONE = new EventType<>("chaos.op-done.v1", OpDone.class);

  static final RequestAddress<EventEnvelope, EventHandled> COUNT_OP =
      new RequestAddress<>("chaos.count-op", EventEnvelope.class, EventHandled.class);

  static final List<Subscription> SUBSCRIPTIONS =
      List.of(Subscription.of(OP_DONE, COUNT_OP, Optional.empty()));

  private ChaosBus() {}
}
