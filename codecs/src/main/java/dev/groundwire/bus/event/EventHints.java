package dev.groundwire.bus.event;

import dev.groundwire.bus.HintAddress;

/** Wake-up calls between the outbox, the relay and the inbox. */
public final class EventHints {
  /** Something was committed to the outbox. */
  public static final HintAddress<EventWork> OUTBOX_APPENDED =
      new HintAddress<>("outbox-relay.outbox-appended", EventWork.class);

  /** Something was handed to the transport that the inbox may pull. */
  public static final HintAddress<EventWork> EVENTS_RELAYED =
      new HintAddress<>("inbox.events-relayed", EventWork.class);

  private EventHints() {}
}
