package dev.groundwire.outboxrelay;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.groundwire.platform.postgres.Database;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims facts of its shards, publishes them outside of any transaction, marks what was taken. */
final class RelayWorker {
  private static final Logger LOG = LoggerFactory.getLogger(RelayWorker.class);

  private final int number;
  private final int batchSize;
  private final Database database;
  private final OutboxRepository outbox;
  private final ShardLeases leases;
  private final EventTransport transport;
  private final RestingKeys resting;

  RelayWorker(
      int number,
      int batchSize,
      Database database,
      OutboxRepository outbox,
      ShardLeases leases,
      EventTransport transport,
      RestingKeys resting) {
    this.number = number;
    this.batchSize = batchSize;
    this.database = database;
    this.outbox = outbox;
    this.leases = leases;
    this.transport = transport;
    this.resting = resting;
  }

  /** One batch. */
  Progress relay() {
    int most = transport.takes(batchSize);
    Map<Short, Long> shards = most == 0 ? Map.of() : leases.enter(number);
    if (shards.isEmpty()) {
      return Progress.NONE;
    }
    try {
      List<ClaimedFact> claimed =
          database.asSystem(tx -> outbox.unpublished(tx, shards.keySet(), resting.now(), most));
      return claimed.isEmpty() ? Progress.NONE : publish(claimed, shards, most);
    } finally {
      leases.leave(number);
    }
  }

  private Progress publish(List<ClaimedFact> claimed, Map<Short, Long> shards, int most) {
    Published published =
        transport.publish(
            claimed.stream().map(ClaimedFact::event).toList(), () -> leases.stillHold(shards));
    published.failedKeys().forEach(resting::failed);
    if (published.taken().isEmpty()) {
      return Progress.NONE;
    }
    mark(claimed, published.taken(), shards);
    claimed.stream()
        .map(fact -> fact.event().key())
        .filter(key -> !published.failedKeys().contains(key))
        .forEach(resting::succeeded);
    return new Progress(published.taken().size(), claimed.size() == most);
  }

  private void mark(List<ClaimedFact> claimed, Set<UUID> taken, Map<Short, Long> shards) {
    Map<Short, Long> terms = new HashMap<>(shards);
    terms.keySet().retainAll(claimed.stream().map(ClaimedFact::shard).collect(toSet()));
    Map<LocalDate, List<UUID>> days =
        claimed.stream()
            .filter(fact -> taken.contains(fact.event().id()))
            .collect(
                groupingBy(ClaimedFact::appendedOn, mapping(fact -> fact.event().id(), toList())));
    int marked =
        database.asSystem(tx -> {
          int sum = 0;
          for (Map.Entry<LocalDate, List<UUID>> day : days.entrySet()) {
            sum += outbox.markPublished(tx, day.getKey(), day.getValue(), leases.relay(), terms);
          }
          return sum;
        });
    if (marked < taken.size()) {
      LOG.atWarn()
          .addKeyValue("published", taken.size())
          .addKeyValue("marked", marked)
          .log("outbox shards lost meanwhile, their new owner publishes again");
    }
  }

  /**
   * @param published facts that the transport has now
   * @param maybeMore true when it is worth looking again at once
   */
  record Progress(int published, boolean maybeMore) {
    static final Progress NONE = new Progress(0, false);
  }
}
