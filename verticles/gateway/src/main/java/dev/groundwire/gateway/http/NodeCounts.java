package dev.groundwire.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all instances of a node's gateway count together, each on its own event loop: bounds are of
 * the node, however many serve it.
 *
 * @param streams event streams that are open
 * @param uploads that are being received
 */
public record NodeCounts(DoorMeters meters, AtomicInteger streams, AtomicInteger uploads) {
  public static NodeCounts of(MeterRegistry meters) {
    return new NodeCounts(new DoorMeters(meters), new AtomicInteger(), new AtomicInteger());
  }
}
