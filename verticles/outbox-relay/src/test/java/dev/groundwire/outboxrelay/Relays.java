package dev.groundwire.outboxrelay;

import dev.groundwire.platform.postgres.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The parts of one relay, put together for a test that turns the wheel itself. */
final class Relays {
  static final OutboxRelayConfig CONFIG =
      new OutboxRelayConfig(
          10,
          1,
          Duration.ofMillis(200),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          2,
          Duration.ofMillis(200),
          Duration.ofHours(24),
          Duration.ofDays(7),
          3);

  final AtomicLong nanos = new AtomicLong();
  final MeterRegistry counted = new SimpleMeterRegistry();
  final ShardLeases leases;
  final RelayWorker worker;

  Relays(Database database, EventTransport transport) {
    RelayMeters meters = new RelayMeters(counted);
    leases =
        new ShardLeases(
            UUID.randomUUID(), CONFIG, database, new ShardRepository(), meters, nanos::get);
    worker =
        new RelayWorker(
            0,
            CONFIG.batchSize(),
            database,
            new OutboxRepository(),
            leases,
            transport,
            new RestingKeys(nanos::get),
            meters,
            Clock.systemUTC());
  }

  /** Until a look finds nothing. */
  int relayAll() {
    int sum = 0;
    for (int last = relay(); last > 0; last = relay()) {
      sum += last;
    }
    return sum;
  }

  int relay() {
    return worker.relay().published();
  }
}
