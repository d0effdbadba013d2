package dev.groundwire.launcher;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings rooms up in order, each ready before the next, and down in the reverse order. */
final class Deployments {
  private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(45);

  private record Deployed(String room, String id) {}

  private final Vertx vertx;
  private final Predicate<Role> wanted;
  private final Deque<Deployed> deployed = new ArrayDeque<>();

  /**
   * @param wanted the rooms that this node has
   */
  Deployments(Vertx vertx, Predicate<Role> wanted) {
    this.vertx = vertx;
    this.wanted = wanted;
  }

  /** A room that awaits. */
  void onVirtualThreads(Role role, Supplier<Deployable> verticle) {
    if (wanted.test(role)) {
      deploy(role.room(), verticle, 1, ThreadingModel.VIRTUAL_THREAD);
    }
  }

  /** A room that moves bytes. */
  void onEventLoop(Role role, Supplier<Deployable> verticle) {
    if (wanted.test(role)) {
      always(role.room(), verticle.get());
    }
  }

  /** What every node has, on an event loop. */
  void always(String room, Deployable verticle) {
    always(room, () -> verticle, 1);
  }

  /**
   * On so many event loops, brought up and down together.
   *
   * @param verticle gives another one each time
   */
  void always(String room, Supplier<Deployable> verticle, int instances) {
    deploy(room, verticle, instances, ThreadingModel.EVENT_LOOP);
  }

  private void deploy(
      String room, Supplier<Deployable> verticle, int instances, ThreadingModel threads) {
    try {
      String id =
          vertx
              .deployVerticle(
                  verticle,
                  new DeploymentOptions().setThreadingModel(threads).setInstances(instances))
              .await(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);
      deployed.push(new Deployed(room, id));
      LOG.atDebug().addKeyValue("room", room).log("room ready");
    } catch (TimeoutException late) {
      throw new StartFailure(room + " was not ready within " + READY_WITHIN, late);
    }
  }

  /**
   * Those named first, together, then the others one after another. A room that does not drain in
   * time is left behind, and told of.
   */
  void undeployAll(Set<String> together) {
    Map<Deployed, Future<Void>> stopping = new LinkedHashMap<>();
    for (Deployed each : List.copyOf(deployed)) {
      if (together.contains(each.room())) {
        stopping.put(each, vertx.undeploy(each.id()));
        deployed.remove(each);
      }
    }
    stopping.forEach(Deployments::await);
    while (!deployed.isEmpty()) {
      Deployed last = deployed.pop();
      await(last, vertx.undeploy(last.id()));
    }
  }

  private static void await(Deployed room, Future<Void> stopped) {
    try {
      stopped.await(DRAINED_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException undrained) {
      LOG.atWarn()
          .addKeyValue("room", room.room())
          .addKeyValue("cause", undrained.toString())
          .log("room not drained");
    }
  }
}
