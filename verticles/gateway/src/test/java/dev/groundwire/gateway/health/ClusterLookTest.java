package dev.groundwire.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.NodesDescribed;
import dev.groundwire.bus.cluster.ClusterBus;
import dev.groundwire.bus.cluster.ClusterDescribed;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.testing.SettableClock;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterLookTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final UUID own = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();
  private final SettableClock clock = new SettableClock();
  private final ClusterLook look = new ClusterLook(new Bus(VERTX.vertx()), LIMIT, clock);
  private volatile List<UUID> members = List.of(own, other);
  private volatile List<UUID> deaf = List.of();
  private volatile List<UUID> alive = List.of(own, other);
  private volatile CountDownLatch silence = new CountDownLatch(0);
  private String room = "";

  @BeforeEach
  void begin() throws TimeoutException {
    room = VERTX.deploy(new Described());
  }

  @AfterEach
  void end() throws TimeoutException {
    VERTX.undeploy(room);
  }

  private Verdict seen() throws TimeoutException {
    return look.look().await(20, TimeUnit.SECONDS);
  }

  @Test
  void isUpWithAllOfTheDatabase() throws TimeoutException {
    assertThat(seen()).isEqualTo(Verdict.UP);
  }

  @Test
  void namesThoseThatDoNotAnswer() throws TimeoutException {
    deaf = List.of(other);
    assertThat(seen().state()).isEqualTo(Verdict.State.DEGRADED);
    deaf = List.of(own, other);
    assertThat(seen().state()).isEqualTo(Verdict.State.DOWN);
  }

  @Test
  void tellsOfNodesThatFoundNoneOfItsCluster() throws TimeoutException {
    members = List.of(own);
    assertThat(seen()).as("it may have died just now").isEqualTo(Verdict.UP);
    clock.advance(Duration.ofSeconds(10));
    Verdict apart = seen();
    assertThat(apart.state()).isEqualTo(Verdict.State.DEGRADED);
    assertThat(apart.reason()).contains("nodes (1)", "CLUSTER_SECRET", "CLUSTER_MEMBERS");
    members = List.of(own, other);
    assertThat(seen()).isEqualTo(Verdict.UP);
    members = List.of(own);
    assertThat(seen()).as("counted anew").isEqualTo(Verdict.UP);
  }

  @Test
  void forgetsWhoHasDied() throws TimeoutException {
    members = List.of(own);
    assertThat(seen()).isEqualTo(Verdict.UP);
    alive = List.of(own);
    clock.advance(Duration.ofSeconds(10));
    assertThat(seen()).isEqualTo(Verdict.UP);
  }

  @Test
  void waitsNotToTheLastForARoomThatHangs() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    silence = hanging;
    try {
      assertThat(look.look().await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Verdict.UP);
    } finally {
      hanging.countDown();
    }
  }

  /** What this node and its database say. */
  private final class Described extends VerticleBase {
    @Override
    public Future<?> start() {
      Bus bus = new Bus(vertx);
      return Future.all(
          bus.answer(
              ClusterBus.DESCRIBE_CLUSTER, 1, asked -> new ClusterDescribed(own, members, deaf)),
          bus.answer(ChatBus.DESCRIBE_NODES, 1, asked -> nodes()));
    }

    private NodesDescribed nodes() {
      try {
        silence.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      return new NodesDescribed(alive);
    }
  }
}
