package dev.groundwire.launcher.cluster;

import dev.groundwire.bus.cluster.ClusterBus;
import dev.groundwire.bus.cluster.ClusterDescribed;
import dev.groundwire.bus.cluster.NodeProbed;
import dev.groundwire.bus.cluster.ProbeNode;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves again and again that this node and the others are found and answer, by asking each at its
 * own address through the registry that all addresses are in. A node that is not found by itself
 * registers everything anew. For an event loop.
 */
final class ClusterVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterVerticle.class);
  private static final Duration JOINED_WITHIN = Duration.ofSeconds(30);

  /** Others may just be joining, this node is certain to have registered. */
  private static final int MISSES_OF_OTHERS = 5;

  private static final int MISSES_OF_ITSELF = 2;

  private final Registrations registrations;
  private final UUID node;
  private final Duration interval;

  /** Probes in a row that a member did not answer. */
  private final Map<UUID, Integer> misses = new HashMap<>();

  /** Members by the last look. */
  private List<UUID> present = List.of();

  private boolean registeringAgain;
  private @Nullable Bus bus;
  private @Nullable ClusterMeters meters;

  ClusterVerticle(Registrations registrations, UUID node, Duration interval) {
    this.registrations = registrations;
    this.node = node;
    this.interval = interval;
  }

  /** Ready when this node is found by its own address. */
  @Override
  public Future<?> start() {
    Bus serving = new Bus(vertx);
    bus = serving;
    registrations.onMemberLost(() -> context.runOnContext(lost -> serving.memberLost()));
    meters = new ClusterMeters(Telemetry.of(vertx).meters(), System::nanoTime);
    return Future.all(
            serving.answer(ClusterBus.PROBE_NODE.on(node), 1000, probe -> new NodeProbed(node)),
            serving.answer(ClusterBus.DESCRIBE_CLUSTER, 100, asked -> described()))
        .compose(registered -> untilFound())
        .timeout(JOINED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(found -> vertx.setPeriodic(interval.toMillis(), timer -> probeAll()));
  }

  private Future<Void> untilFound() {
    return probe(node)
        .<Void>mapEmpty()
        .onSuccess(found -> told().found())
        .recover(missed ->
            vertx.timer(interval.toMillis(), TimeUnit.MILLISECONDS).compose(again -> untilFound()));
  }

  private Future<?> probe(UUID member) {
    return Objects.requireNonNull(bus, "not started")
        .requestByRegistry(ClusterBus.PROBE_NODE.on(member), new ProbeNode(), interval);
  }

  private void probeAll() {
    present = present();
    misses.keySet().retainAll(present);
    tell();
    for (UUID member : present) {
      probe(member).onComplete(answered -> heard(member), missed -> missed(member));
    }
  }

  private List<UUID> present() {
    return registrations.getNodes().stream().map(UUID::fromString).toList();
  }

  private List<UUID> deaf() {
    return misses.keySet().stream().filter(this::isDeaf).toList();
  }

  private boolean isDeaf(UUID member) {
    return misses.getOrDefault(member, 0) >= limit(member);
  }

  private int limit(UUID member) {
    return member.equals(node) ? MISSES_OF_ITSELF : MISSES_OF_OTHERS;
  }

  private void heard(UUID member) {
    boolean wasDeaf = isDeaf(member);
    misses.remove(member);
    if (member.equals(node)) {
      told().found();
    }
    tell();
    if (wasDeaf) {
      LOG.atInfo().addKeyValue("node", member).log("node answers on the bus again");
    }
  }

  private void missed(UUID member) {
    if (misses.merge(member, 1, Integer::sum) == limit(member)) {
      LOG.atWarn()
          .addKeyValue("node", member)
          .addKeyValue("itself", member.equals(node))
          .log("node does not answer on the bus");
    }
    tell();
    if (member.equals(node) && isDeaf(node)) {
      registerAgain();
    }
  }

  private void registerAgain() {
    if (registeringAgain) {
      return;
    }
    registeringAgain = true;
    registrations
        .again()
        .onComplete(
            done -> {
              registeringAgain = false;
              told().registeredAnew();
              LOG.atWarn().log("addresses registered anew, as the cluster had lost them");
            },
            failure -> {
              registeringAgain = false;
              LOG.atError().setCause(failure).log("addresses not registered anew yet");
            });
  }

  private void tell() {
    long answering = present.stream().filter(member -> !misses.containsKey(member)).count();
    told().saw(present.size(), (int) answering, deaf().size());
  }

  private ClusterMeters told() {
    return Objects.requireNonNull(meters, "not started");
  }

  private ClusterDescribed described() {
    return new ClusterDescribed(node, present(), deaf());
  }

  @Override
  public Future<?> stop() {
    return bus == null ? Future.succeededFuture() : bus.drain(interval).eventually(this::silence);
  }

  private Future<Void> silence() {
    told().close();
    return Future.succeededFuture();
  }
}
