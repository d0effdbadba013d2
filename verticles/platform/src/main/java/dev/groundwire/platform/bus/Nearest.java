package dev.groundwire.platform.bus;

import dev.groundwire.bus.RequestAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends to a room of this node where one serves the address, and over the wire only otherwise:
 * nodes share the load by where clients connect and by their roles, and what one node can do alone
 * does not fail with another. One for each Vert.x; from any thread.
 */
final class Nearest implements Shareable {
  private static final String PLACE = "groundwire.bus.nearest";

  private final EventBus eventBus;
  private final boolean isClustered;
  private final Map<String, Integer> servedHere = new ConcurrentHashMap<>();
  private final Set<Runnable> onLoss = ConcurrentHashMap.newKeySet();
  private final RepeatedRequests repeated;

  private Nearest(Vertx vertx) {
    this.eventBus = vertx.eventBus();
    this.isClustered = vertx.isClustered();
    this.repeated = new RepeatedRequests(vertx.eventBus());
    onLoss.add(repeated::askAgain);
  }

  static Nearest of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Nearest>getLocalMap(PLACE)
        .computeIfAbsent(PLACE, ignored -> new Nearest(vertx));
  }

  /** A room of this node serves that address from now on. */
  void begin(String address) {
    servedHere.merge(address, 1, Integer::sum);
  }

  /** One room less does. */
  void end(String address) {
    servedHere.computeIfPresent(address, (name, rooms) -> rooms > 1 ? rooms - 1 : null);
  }

  /** A node has gone, and whatever had been sent to it. */
  void memberLost() {
    onLoss.forEach(Runnable::run);
  }

  /**
   * @param listener is told on any thread
   * @return ends it
   */
  Runnable onMemberLost(Runnable listener) {
    onLoss.add(listener);
    return () -> onLoss.remove(listener);
  }

  private boolean isHere(String address) {
    return isClustered && servedHere.containsKey(address);
  }

  /** Asks a room, and asks again when a node has gone that may have had the request. */
  Future<Message<Object>> request(
      RequestAddress<?, ?> at, Object request, DeliveryOptions options) {
    return at.isHarmless() && isClustered && !isHere(at.name())
        ? repeated.request(at.name(), request, options)
        : request(at.name(), request, options);
  }

  /** What no room here has taken after all goes to another node: nothing has been done for it. */
  Future<Message<Object>> request(String address, Object request, DeliveryOptions options) {
    if (!isHere(address)) {
      return eventBus.request(address, request, options);
    }
    return eventBus
        .<Object>request(address, request, options.setLocalOnly(true))
        .recover(failure ->
            failure instanceof ReplyException reply
                    && reply.failureType() == ReplyFailure.NO_HANDLERS
                ? eventBus.request(address, request, options.setLocalOnly(false))
                : Future.failedFuture(failure));
  }

  void send(String address, Object message) {
    eventBus.send(address, message, isHere(address) ? Envelope.UNTRACED_HERE : Envelope.UNTRACED);
  }
}
