package dev.groundwire.inbox;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventJson;
import io.nats.client.Message;

/** Messages of a broker read as facts. */
final class EventMessages {
  /** More than ours ever have, and less than an index of the database takes. */
  private static final int KEY_CHARACTERS = 500;

  private EventMessages() {}

  /**
   * The fact that the message holds.
   *
   * @param tree the first token of its subject
   * @throws BusFailure {@code INVALID_REQUEST} when it holds none
   */
  static Arrival read(Message message, String tree) {
    EventEnvelope event = EventJson.read(message.getData());
    String subject = tree + "." + event.organizationId() + "." + event.type();
    if (!subject.equals(message.getSubject())) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "The fact belongs to the subject " + subject + ".");
    }
    if (event.key().length() > KEY_CHARACTERS
        || hasNul(event.key())
        || hasNul(event.type())
        || hasNul(event.correlationId())
        || event.traceparent().filter(EventMessages::hasNul).isPresent()) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "The fact's texts are not what the database takes.");
    }
    return new Arrival(event, Math.toIntExact(message.metaData().deliveredCount()));
  }

  private static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }
}
