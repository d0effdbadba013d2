package dev.groundwire.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.product.Api;
import dev.groundwire.launcher.product.EventReader;
import dev.groundwire.launcher.product.GeneratedDocument;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.nats.NatsFixture;
import dev.groundwire.testing.redis.RedisFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One of three nodes dies without a word while all of them are busy. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ClusterKillIT {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);
  private static final Duration BUSY = Duration.ofSeconds(40);
  private static final List<GeneratedDocument> WORK = GeneratedDocument.several(300, 21);
  private static final List<GeneratedDocument> PROBES =
      GeneratedDocument.several(303, 22).subList(300, 303);

  @TempDir Path folder = Path.of("");

  @Test
  void goesOnWithoutTheNodeThatDied() throws Exception {
    try (Scene scene =
        Scene.of(
            VERTX.vertx(),
            POSTGRES,
            folder,
            Map.of("NATS_URL", NATS.url(), "REDIS_URL", REDIS.url()))) {
      scene.begin();
      Fleet fleet = scene.fleet();
      Member victim = fleet.member(0); // the oldest: the one that the others hold to
      try (Balancer balancer = new Balancer(fleet.members());
          Load load = Load.begin(balancer, Scene.QUESTION, WORK)) {
        Eventually.so(
            "the fleet is busy",
            BUSY,
            () ->
                load.accepted().size() >= 20 && load.streamingFrom(victim) >= 2 && load.done() >= 3,
            fleet::said);
        long struck = System.nanoTime();
        victim.kill();
        long dead = System.nanoTime();
        Map<UUID, GeneratedDocument> probes = assertServing(fleet, fleet.others(victim), struck);
        long done = load.done();
        Eventually.so(
            "questions are answered as before", BUSY, () -> load.done() >= done + 6, fleet::said);
        load.finish();
        Map<UUID, GeneratedDocument> accepted = load.accepted();
        accepted.putAll(probes);
        assertThat(foreign(balancer.failures(), victim, struck, dead))
            .as("requests that failed and were not under way at the node that died")
            .isEmpty();
        assertEveryAnswerEnded(load.answers(), victim, balancer);
        scene.assertNeitherLostNorDoubled(balancer, accepted);
      }
    }
  }

  /** What is not the fault of the kill. */
  private static List<Balancer.Failure> foreign(
      List<Balancer.Failure> failures, Member victim, long struck, long dead) {
    return failures.stream()
        .filter(failure ->
            failure.member() != victim.number()
                || failure.begun() - dead > 0
                || failure.ended() - struck < 0)
        .toList();
  }

  /** Everything works at each of these, in time. */
  private static Map<UUID, GeneratedDocument> assertServing(
      Fleet fleet, List<Member> these, long since) throws Exception {
    Map<UUID, GeneratedDocument> probes = new java.util.concurrent.ConcurrentHashMap<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> looks = new ArrayList<>();
      for (Member member : these) {
        looks.add(
            clients.submit(() -> {
              assertServing(member, since, probes, fleet);
              return member;
            }));
      }
      for (Future<?> look : looks) {
        look.get(1, TimeUnit.MINUTES);
      }
    }
    return probes;
  }

  private static void assertServing(
      Member member, long since, Map<UUID, GeneratedDocument> probes, Fleet fleet)
      throws Exception {
    assertThat(member.isReady()).as("node %d is ready", member.number()).isTrue();
    GeneratedDocument probe = PROBES.get(member.number());
    UUID id = member.api().uploaded(probe.name(), probe.content());
    probes.put(id, probe);
    member.api().settled(id);
    Api api = member.api();
    try (EventReader answer =
        new EventReader(api.open(Calls.ask(Scene.QUICK_QUESTION).made().apply(api)))) {
      assertThat(answer.rest().getLast().type()).as(fleet.said()).isEqualTo("done");
    }
    api.send(Calls.search("hybrid", probe.marker()).made().apply(api)).expect(200);
    assertThat(member.isReady()).as("node %d is ready", member.number()).isTrue();
    Eventually.so( // told from probe to probe
        "node " + member.number() + " knows who is left",
        WHOLE_AGAIN.minusNanos(System.nanoTime() - since),
        () -> Fleet.sees(member, 2),
        fleet::said);
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    System.err.println("node " + member.number() + " serves everything after " + took);
    assertThat(took).as("until node %d serves everything", member.number()).isLessThan(WHOLE_AGAIN);
  }

  private static void assertEveryAnswerEnded(
      List<WatchedAnswer> answers, Member victim, Balancer balancer) throws Exception {
    List<String> wrong = new ArrayList<>();
    int resumed = 0;
    for (WatchedAnswer answer : answers) {
      boolean wasLost = answer.outcome().startsWith("lost") && answer.answer().isEmpty();
      if (wasLost) {
        continue; // it was under way: the balancer's failures tell where
      }
      boolean isWhole =
          answer.outcome().equals("done")
              && answer.text().equals(Scene.ANSWER)
              && stored(balancer, answer).equals(Scene.ANSWER);
      boolean isTold = answer.outcome().equals("error") && answer.begunAt() == victim.number();
      if (!answer.isGapless()
          || !(isWhole || isTold)
          || answer.longestSilence().compareTo(WHOLE_AGAIN) > 0) {
        wrong.add(answer.toString());
      }
      resumed += answer.wasBroken() ? 1 : 0;
    }
    assertThat(wrong).as("answers without a proper end").isEmpty();
    assertThat(resumed).as("answers whose line broke").isPositive();
    System.err.println(answers.size() + " answers, lines of " + resumed + " broke");
  }

  private static String stored(Balancer balancer, WatchedAnswer answer) throws Exception {
    return balancer.send(Calls.get(answer.answer())).expect(200).json().getString("text");
  }
}
