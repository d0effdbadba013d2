package dev.groundwire.bus.outboxrelay;

/**
 * @param transport {@code in-process} or {@code jetstream}
 * @param up false while the transport takes nothing: facts then wait in the outbox
 * @param pending facts committed and not yet with the transport
 * @param oldestPendingSeconds age of the oldest of them; 0 when there is none
 * @param detail for a person: why it is down, or empty
 */
public record BackboneDescribed(
    String transport, boolean up, long pending, double oldestPendingSeconds, String detail) {}
