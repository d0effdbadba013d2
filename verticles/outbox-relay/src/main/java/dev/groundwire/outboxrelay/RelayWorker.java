package dev.groundwire.outboxrelay;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
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

  /** Then shards that are to leave this relay may leave. */
  private static final int BATCHES_TOGETHER = 10;

  private final int number;
  private final int batchSize;
  private final Database database;
  private final OutboxRepository outbox;
  private final ShardLeases leases;
  private final EventTransport transport;
  private final RestingKeys resting;
  private final RelayMeters meters;
  private final Clock clock;

  RelayWorker(
      int number,
      int batchSize,
      Database database,
      OutboxRepository outbox,
      ShardLeases leases,
      EventTransport transport,
      RestingKeys resting,
      RelayMeters meters,
      Clock clock) {
    this.number = number;
    this.batchSize = batchSize;
    this.database = database;
    this.outbox = outbox;
    this.leases = leases;
    this.transport = transport;
    this.resting = resting;
    this.meters = meters;
    this.clock = clock;
  }

  /** A batch, and further ones at once while they are full. */
  Progress relay() {
    Map<Short, Long> shards = transport.takes(batchSize) == 0 ? Map.of() : leases.enter(number);
    if (shards.isEmpty()) {
      return Progress.NONE;
    }
    try {
      return relay(shards);
    } finally {
      leases.leave(number);
    }
  }

  private Progress relay(Map<Short, Long> shards) {
    int published = 0;
    List<ClaimedFact> claimed = database.asSystem(tx -> claim(tx, shards));
    for (int batch = 1; !claimed.isEmpty(); batch++) {
      List<ClaimedFact> now = claimed;
      Set<UUID> taken = publish(now, shards);
      if (taken.isEmpty()) {
        return new Progress(published, false);
      }
      published += taken.size();
      boolean full = now.size() == batchSize;
      boolean goOn = full && batch < BATCHES_TOGETHER;
      // One transaction for both: half the round trips of a backlog.
      claimed =
          database.asSystem(tx -> {
            mark(tx, now, taken, shards);
            return goOn && leases.stillHold(shards) ? claim(tx, shards) : List.of();
          });
      if (full && !goOn) {
        return new Progress(published, true);
      }
    }
    return new Progress(published, false);
  }

  private List<ClaimedFact> claim(SqlConnection tx, Map<Short, Long> shards) {
    int most = transport.takes(batchSize);
    return most == 0 ? List.of() : outbox.unpublished(tx, shards.keySet(), resting.now(), most);
  }

  private Set<UUID> publish(List<ClaimedFact> claimed, Map<Short, Long> shards) {
    Published published = handOver(claimed, shards);
    meters.published(claimed.size(), published.taken().size(), oldest(claimed, published.taken()));
    published.failedKeys().forEach(resting::failed);
    if (!published.taken().isEmpty()) {
      claimed.stream()
          .map(fact -> fact.event().key())
          .filter(key -> !published.failedKeys().contains(key))
          .forEach(resting::succeeded);
    }
    return published.taken();
  }

  private Published handOver(List<ClaimedFact> claimed, Map<Short, Long> shards) {
    PublishSpans spans = PublishSpans.begin(claimed, transport.name());
    Set<UUID> taken = Set.of();
    try {
      Published published =
          transport.publish(
              claimed.stream().map(ClaimedFact::event).toList(), () -> leases.stillHold(shards));
      taken = published.taken();
      return published;
    } finally {
      spans.end(taken);
    }
  }

  /** Claimed in the order of their positions: the first one that was taken is the oldest. */
  private Duration oldest(List<ClaimedFact> claimed, Set<UUID> taken) {
    return claimed.stream()
        .map(ClaimedFact::event)
        .filter(event -> taken.contains(event.id()))
        .findFirst()
        .map(event -> Duration.between(event.occurredAt(), clock.instant()))
        .orElse(Duration.ZERO);
  }

  private void mark(
      SqlConnection tx, List<ClaimedFact> claimed, Set<UUID> taken, Map<Short, Long> shards) {
    Map<Short, Long> terms = new HashMap<>(shards);
    terms.keySet().retainAll(claimed.stream().map(ClaimedFact::shard).collect(toSet()));
    Map<LocalDate, List<UUID>> days =
        claimed.stream()
            .filter(fact -> taken.contains(fact.event().id()))
            .collect(
                groupingBy(ClaimedFact::appendedOn, mapping(fact -> fact.event().id(), toList())));
    int marked = 0;
    for (Map.Entry<LocalDate, List<UUID>> day : days.entrySet()) {
      marked += outbox.markPublished(tx, day.getKey(), day.getValue(), leases.relay(), terms);
    }
    if (marked < taken.size()) {
      leases.doubt();
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
