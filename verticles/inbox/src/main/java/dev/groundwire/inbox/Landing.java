package dev.groundwire.inbox;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.inbox.ArrivalRepository.Added;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Takes facts from a transport for good: a row for each handler, in one transaction, each fact of a
 * key once and in order, whatever the transport repeats or leaves out.
 */
final class Landing {
  private static final Comparator<Arrival> IN_ORDER =
      Comparator.comparingLong(arrival -> arrival.event().keySeq());

  private final Database database;
  private final CursorRepository cursors;
  private final ArrivalRepository arrivals;
  private final List<Subscription> subscriptions;
  private final InboxMeters meters;

  Landing(
      Database database,
      CursorRepository cursors,
      ArrivalRepository arrivals,
      List<Subscription> subscriptions,
      InboxMeters meters) {
    this.database = database;
    this.cursors = cursors;
    this.arrivals = arrivals;
    this.subscriptions = subscriptions;
    this.meters = meters;
  }

  /**
   * @param before how many of them had landed before
   */
  private record Landed(Set<UUID> events, int before) {}

  /** The ids of those that are here for good; the others are to be handed over again later. */
  Set<UUID> land(List<Arrival> arrived) {
    Landed landed = database.asSystem(tx -> land(tx, arrived));
    meters.landedBefore(landed.before());
    return landed.events();
  }

  /** How many deliveries may still be added until {@code bound} of them wait. */
  int room(int bound) {
    return bound - database.asSystem(tx -> arrivals.waiting(tx, bound));
  }

  private Landed land(SqlConnection tx, List<Arrival> arrived) {
    TransactionSettings.ofLanding(tx);
    Map<String, List<Arrival>> byKey =
        arrived.stream().sorted(IN_ORDER).collect(groupingBy(each -> each.event().key()));
    List<KeyLanding> keys = lock(tx, byKey);
    keys.forEach(key -> key.land(byKey.getOrDefault(key.key(), List.of())));
    arrivals.add(tx, deliveries(tx, keys.stream().flatMap(k -> k.taken().stream()).toList()));
    cursors.advance(
        tx,
        keys.stream()
            .filter(KeyLanding::hasMoved)
            .collect(toMap(KeyLanding::key, KeyLanding::last)));
    cursors.noteGaps(
        tx,
        keys.stream().filter(key -> key.isHeld() && !key.hasMoved()).map(KeyLanding::key).toList());
    return new Landed(
        keys.stream().flatMap(key -> key.settled().stream()).collect(toSet()),
        keys.stream().mapToInt(KeyLanding::duplicates).sum());
  }

  private List<KeyLanding> lock(SqlConnection tx, Map<String, List<Arrival>> byKey) {
    TreeMap<String, UUID> organizations = new TreeMap<>();
    byKey.forEach(
        (key, events) -> organizations.put(key, events.getFirst().event().organizationId()));
    return cursors.lock(tx, organizations).values().stream()
        .map(cursor ->
            new KeyLanding(
                cursor, (after, before) -> arrivals.missed(tx, cursor.key(), after, before)))
        .toList();
  }

  private List<Added> deliveries(SqlConnection tx, List<Arrival> taken) {
    Set<UUID> listening = listening(tx, taken);
    return taken.stream()
        .flatMap(arrival ->
            subscriptions.stream()
                .filter(subscription -> wants(subscription, arrival.event(), listening))
                .map(subscription -> new Added(arrival, subscription.handler().name())))
        .toList();
  }

  private static boolean wants(
      Subscription subscription, EventEnvelope event, Set<UUID> listening) {
    return subscription.wants(event.type())
        && (subscription.type().isPresent() || listening.contains(event.organizationId()));
  }

  private Set<UUID> listening(SqlConnection tx, List<Arrival> taken) {
    if (taken.isEmpty() || subscriptions.stream().noneMatch(each -> each.type().isEmpty())) {
      return Set.of();
    }
    Set<UUID> organizations = new HashSet<>();
    taken.forEach(arrival -> organizations.add(arrival.event().organizationId()));
    return arrivals.listening(tx, organizations);
  }
}
