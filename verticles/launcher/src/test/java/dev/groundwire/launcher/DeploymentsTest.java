package dev.groundwire.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rooms of several instances come and go as one. */
class DeploymentsTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final int INSTANCES = 3;

  private final Set<String> loops = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running = new AtomicInteger();

  private final class Instance extends VerticleBase {
    @Override
    public Future<?> start() {
      loops.add(Thread.currentThread().getName());
      running.incrementAndGet();
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      running.decrementAndGet();
      return Future.succeededFuture();
    }
  }

  @Test
  void instancesAreOnEventLoopsOfTheirOwnAndStopTogether() {
    Deployments deployments = new Deployments(VERTX.vertx(), role -> true);
    deployments.always("gateway", Instance::new, INSTANCES);
    assertThat(running).hasValue(INSTANCES);
    assertThat(loops).hasSize(INSTANCES);
    deployments.undeployAll(Set.of("gateway"));
    assertThat(running).hasValue(0);
  }
}
