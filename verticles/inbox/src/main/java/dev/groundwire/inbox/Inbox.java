package dev.groundwire.inbox;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is under way. Each turn settles what has ended and takes up what is due, in one transaction:
 * however many handlers end meanwhile, they share its commit. Of one context.
 */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private final Database database;
  private final DeliveryRepository deliveries;
  private final Map<String, Integer> slots;
  private final Set<Delivery> underWay = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Queue<Settlement> ended = new ArrayDeque<>();

  /**
   * @param slots how many deliveries of each handler may be under way
   */
  Inbox(Database database, DeliveryRepository deliveries, Map<String, Integer> slots) {
    this.database = database;
    this.deliveries = deliveries;
    this.slots = slots;
  }

  /** To be written down in the next turn. */
  void settle(Settlement settlement) {
    ended.add(settlement);
  }

  /** How many are under way and have not ended. */
  int endsSoon() {
    return underWay.size() - ended.size();
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  /** Writes down what has ended, and takes up as much as there are slots free. */
  List<Delivery> turn() {
    return turn(true);
  }

  /** Writes down what has ended. */
  void settleAll() {
    turn(false);
  }

  private List<Delivery> turn(boolean takeUp) {
    List<Settlement> settled = new ArrayList<>(ended);
    ended.clear();
    Map<String, Integer> free = takeUp ? free(settled) : Map.of();
    if (settled.isEmpty() && free.isEmpty()) {
      return List.of();
    }
    List<Delivery> leased;
    try {
      leased =
          database.asSystem(tx -> {
            TransactionSettings.ofTurn(tx);
            write(tx, settled);
            return free.isEmpty() ? List.<Delivery>of() : deliveries.lease(tx, free);
          });
    } catch (BusFailure away) {
      ended.addAll(settled); // their leases are renewed until the database is back
      throw away;
    } catch (RuntimeException failure) {
      settleAlone(settled);
      throw failure;
    }
    settled.forEach(each -> underWay.remove(each.delivery()));
    underWay.addAll(leased);
    return leased;
  }

  /** For a settlement that cannot be written: the others must not share its fate. */
  private void settleAlone(List<Settlement> settled) {
    for (Settlement each : settled) {
      underWay.remove(each.delivery());
      try {
        database.asSystem(tx -> {
          write(tx, List.of(each));
          return each;
        });
      } catch (RuntimeException failure) {
        LOG.atError()
            .addKeyValue("event_id", each.delivery().event().id())
            .addKeyValue("handler", each.delivery().handler())
            .setCause(failure)
            .log("event not settled, it comes again when its lease ends");
      }
    }
  }

  private void write(SqlConnection tx, List<Settlement> settled) {
    List<Delivery> done = new ArrayList<>();
    List<Settlement.Again> again = new ArrayList<>();
    for (Settlement each : settled) {
      switch (each) {
        case Settlement.Ended end -> done.add(end.delivery());
        case Settlement.Again retry -> again.add(retry);
      }
    }
    if (!done.isEmpty()) {
      deliveries.remove(tx, done);
    }
    deliveries.release(tx, again);
  }

  private Map<String, Integer> free(List<Settlement> settled) {
    Map<String, Integer> free = new LinkedHashMap<>(slots);
    underWay.forEach(each -> free.merge(each.handler(), -1, Integer::sum));
    settled.forEach(each -> free.merge(each.delivery().handler(), 1, Integer::sum));
    free.values().removeIf(count -> count <= 0);
    return free;
  }

  /** Keeps what is under way from being taken over. */
  void renewLeases() {
    List<UUID> events = underWay.stream().map(Delivery::event).map(EventEnvelope::id).toList();
    if (!events.isEmpty()) {
      database.asSystem(tx -> {
        deliveries.renew(tx, events);
        return events.size();
      });
    }
  }

  /** Takes over at once what a process before this one had leased. */
  int takeOverAll() {
    return database.asSystem(deliveries::takeOverAll);
  }
}
