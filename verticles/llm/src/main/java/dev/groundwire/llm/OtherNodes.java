package dev.groundwire.llm;

import dev.groundwire.bus.llm.HeldModel;
import dev.groundwire.bus.llm.LimitsTold;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The same room on other nodes: how many there are, and what providers have told them. All of it by
 * hints, so a node that is new or cut off knows it a few seconds late. Alone it tells nobody.
 */
final class OtherNodes {
  private static final long TOLD_EVERY_MILLIS = Duration.ofSeconds(5).toMillis();

  /** Three hints may be lost. */
  private static final long GONE_AFTER_MILLIS = 4 * TOLD_EVERY_MILLIS;

  private static final int MOST = 1_000;

  private final Vertx vertx;
  private final Bus bus;
  private final UUID node;
  private final boolean isAlone;
  private final LongSupplier nowMillis;
  private final Map<UUID, Long> heardAt = new ConcurrentHashMap<>();
  private boolean isClosed;

  /**
   * @param isAlone whether there can be no others
   */
  OtherNodes(Vertx vertx, Bus bus, UUID node, boolean isAlone, LongSupplier nowMillis) {
    this.vertx = vertx;
    this.bus = bus;
    this.node = node;
    this.isAlone = isAlone;
    this.nowMillis = nowMillis;
  }

  /**
   * @param held what providers have told this node
   * @param hold what they have told another one
   */
  Future<Void> listen(Supplier<List<HeldModel>> held, Consumer<HeldModel> hold) {
    if (isAlone) {
      return Future.succeededFuture();
    }
    vertx.setPeriodic(0, TOLD_EVERY_MILLIS, timer -> tell(held.get()));
    return bus.onHint(LlmBus.LIMITS_TOLD, told -> heard(told, hold));
  }

  private void heard(LimitsTold told, Consumer<HeldModel> hold) {
    if (!told.node().equals(node) && (heardAt.containsKey(told.node()) || heardAt.size() < MOST)) {
      heardAt.put(told.node(), nowMillis.getAsLong());
      told.held().forEach(hold);
    }
  }

  /** A provider has just asked for it. */
  void tell(HeldModel model) {
    if (!isAlone) {
      tell(List.of(model));
    }
  }

  private void tell(List<HeldModel> held) {
    if (!isClosed) {
      bus.hint(LlmBus.LIMITS_TOLD, new LimitsTold(node, held));
    }
  }

  /** This one included. */
  int count() {
    long now = nowMillis.getAsLong();
    heardAt.values().removeIf(at -> now - at > GONE_AFTER_MILLIS);
    return 1 + heardAt.size();
  }

  void close() {
    isClosed = true;
  }
}
