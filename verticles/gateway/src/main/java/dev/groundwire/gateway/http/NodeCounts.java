package dev.groundwire.gateway.http;

import dev.groundwire.platform.shared.SharedState;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all instances of a node's gateway count together, each on its own event loop: bounds are of
 * the node, however many serve it.
 *
 * @param streams event streams that are open
 * @param uploads that are being received
 * @param shared keys and limits, with other nodes where it can be
 */
public record NodeCounts(
    DoorMeters meters, AtomicInteger streams, AtomicInteger uploads, SharedState shared) {
  public static NodeCounts of(MeterRegistry meters, SharedState shared) {
    return new NodeCounts(new DoorMeters(meters), new AtomicInteger(), new AtomicInteger(), shared);
  }
}
