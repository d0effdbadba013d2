package dev.groundwire.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.product.GeneratedDocument;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.nats.NatsFixture;
import dev.groundwire.testing.redis.RedisFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes are restarted one after the other, as for a new version, and nobody notices. {@code
 * GROUNDWIRE_PREVIOUS_JAR} names the version that they begin with.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RollingRestartIT {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration BUSY = Duration.ofSeconds(40);
  private static final Duration WHOLE_AGAIN = Duration.ofSeconds(30);
  private static final List<GeneratedDocument> WORK = GeneratedDocument.several(300, 31);
  private static final Optional<Path> PREVIOUS =
      Optional.ofNullable(System.getenv("GROUNDWIRE_PREVIOUS_JAR")).map(Path::of);

  @TempDir Path folder = Path.of("");

  @Test
  void noRequestFailsWhileEveryNodeIsRestarted() throws Exception {
    try (Scene scene =
        Scene.of(
            VERTX.vertx(),
            POSTGRES,
            folder,
            Map.of("NATS_URL", NATS.url(), "REDIS_URL", REDIS.url(), "STOP_NOTICE_SECONDS", "3"))) {
      Fleet fleet = scene.fleet();
      fleet.members().forEach(member -> PREVIOUS.ifPresent(member::useJar));
      // All that comes to its door is asked of rooms that go and come.
      fleet.member(2).change(launch -> launch.with("GROUNDWIRE_ROLES", "gateway"));
      scene.begin();
      try (Balancer balancer = new Balancer(fleet.members());
          Load load = Load.begin(balancer, Scene.QUESTION, WORK)) {
        for (Member member : fleet.members()) {
          restart(member, fleet, balancer, load);
        }
        long done = load.done();
        Eventually.so(
            "questions are answered as before", BUSY, () -> load.done() >= done + 6, fleet::said);
        load.finish();
        assertThat(balancer.failures()).as("of %d requests", balancer.sent()).isEmpty();
        assertThat(load.answers())
            .allSatisfy(answer -> {
              assertThat(answer.outcome()).as(answer.toString()).isEqualTo("done");
              assertThat(answer.isGapless()).as(answer.toString()).isTrue();
              assertThat(answer.text()).as(answer.toString()).isEqualTo(Scene.ANSWER);
              assertThat(answer.wasRefused()).as(answer.toString()).isFalse();
            });
        System.err.printf(
            "%d requests, %d answers, %d documents, %d searches%n",
            balancer.sent(), load.answers().size(), load.accepted().size(), load.searches());
        scene.assertNeitherLostNorDoubled(balancer, load.accepted());
      }
    }
  }

  private static void restart(Member member, Fleet fleet, Balancer balancer, Load load)
      throws InterruptedException {
    Eventually.so(
        "node " + member.number() + " is busy",
        BUSY,
        () -> load.streamingFrom(member) > 0,
        fleet::said);
    member.stop();
    member.change(launch -> launch.withThisJar());
    member.start();
    fleet.awaitCluster(fleet.members(), 3, WHOLE_AGAIN);
    Eventually.so(
        "node " + member.number() + " is sent requests",
        WHOLE_AGAIN,
        () -> balancer.sends(member),
        fleet::said);
  }
}
