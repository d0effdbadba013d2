package dev.groundwire.bus.inbox;

import dev.groundwire.bus.RequestAddress;

/** Everything the inbox verticle answers. */
public final class InboxBus {
  /** Handing the same facts over again is harmless. */
  public static final RequestAddress<LandEvents, EventsLanded> LAND_EVENTS =
      new RequestAddress<>("inbox.land-events", LandEvents.class, EventsLanded.class);

  private InboxBus() {}
}
