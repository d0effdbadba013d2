package dev.groundwire.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.product.Api;
import dev.groundwire.launcher.product.GeneratedDocument;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.nats.NatsFixture;
import dev.groundwire.testing.redis.RedisFixture;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is cut off from the others and from the database, NATS and Redis at once, but neither from
 * its clients nor from its model: nothing keeps it from going on but its own knowledge that it must
 * not.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class IsolationIT {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration BUSY = Duration.ofSeconds(30);
  private static final Duration TAKEN_OVER = Duration.ofSeconds(20);
  private static final Duration HEALED = Duration.ofSeconds(60);

  /** Longer than it takes to take it over, and than the node is away. */
  private static final String LONG_QUESTION = Scene.QUESTION + " [script: tokens=300,gap=100ms]";

  private static final List<GeneratedDocument> WORK = GeneratedDocument.several(24, 51);

  @TempDir Path folder = Path.of("");

  /** The answers of one member, each as its own client sees it, and one at another node. */
  private record Held(WatchedAnswer first, WatchedAnswer second, WatchedAnswer elsewhere) {}

  @Test
  void whoIsCutOffFromEverythingActsNoMoreAndOthersGoOn() throws Exception {
    Map<String, String> services =
        Map.of("DATABASE_URL", POSTGRES.url(), "NATS_URL", NATS.url(), "REDIS_URL", REDIS.url());
    try (Scene scene =
            Scene.of(
                VERTX.vertx(),
                POSTGRES,
                folder,
                Map.of("INGESTION_CHUNK_TOKENS", "64", "INGESTION_OVERLAP_TOKENS", "8"));
        Wire wire = new Wire(scene.fleet().members());
        Audience audience = new Audience(scene.fleet())) {
      Fleet fleet = scene.fleet();
      fleet.leadThrough(wire);
      fleet.leadThrough(wire, services);
      fleet.configure(Ledger.schedule(folder));
      scene.begin();
      Ledger ledger = Ledger.begin(POSTGRES.administrator());
      Map<UUID, GeneratedDocument> accepted = upload(fleet);
      Map<UUID, Held> held = ask(fleet, audience, ledger);
      String job = rebuild(fleet, ledger);
      UUID holder = holder(ledger, job);
      Held lost = Objects.requireNonNull(held.get(holder), "the job's holder has answers");
      Member alone = fleet.member(lost.first().begunAt());

      wire.isolate(alone);
      cancel(fleet.others(alone).getFirst(), lost.second(), ledger);
      awaitTakenOver(fleet, ledger, lost.first().name(), job, holder);
      long told = lost.first().told() + lost.second().told();
      assertRefuses(alone);
      int times = ledger.times();
      Eventually.so("the schedule goes on", BUSY, () -> ledger.times() >= times + 2, fleet::said);
      assertThat(lost.first().told() + lost.second().told())
          .as("what a node tells of answers that may be another's: %s", lost)
          .isEqualTo(told);

      wire.heal();
      fleet.awaitCluster(fleet.members(), 3, HEALED);
      audience.awaitEnds();
      assertProperEnds(held, holder, ledger);
      assertSucceeded(fleet, ledger, job);
      fleet.awaitCluster(fleet.members(), 3, HEALED);
      try (Balancer balancer = new Balancer(fleet.members())) {
        scene.assertNeitherLostNorDoubled(balancer, accepted);
      }
      ledger.assertNobodyActedTwice();
    }
  }

  private static Map<UUID, GeneratedDocument> upload(Fleet fleet) throws Exception {
    Map<UUID, GeneratedDocument> accepted = new HashMap<>();
    for (GeneratedDocument document : WORK) {
      Api api = fleet.member(accepted.size() % fleet.members().size()).api();
      accepted.put(api.uploaded(document.name(), document.content()), document);
    }
    try (Balancer balancer = new Balancer(fleet.members())) {
      Load.awaitReady(balancer, accepted, fleet);
    }
    return accepted;
  }

  /** At each member two, that have begun to be told; by the identity of the member. */
  private static Map<UUID, Held> ask(Fleet fleet, Audience audience, Ledger ledger)
      throws Exception {
    Map<UUID, Held> held = new HashMap<>();
    for (Member member : fleet.members()) {
      WatchedAnswer first = audience.ask(member, LONG_QUESTION);
      WatchedAnswer second = audience.ask(member, LONG_QUESTION);
      WatchedAnswer elsewhere = audience.follow(fleet.others(member).getFirst(), first);
      UUID owner = ledger.last("answer", first.name()).holder();
      held.put(owner, new Held(first, second, elsewhere));
    }
    assertThat(held).as("the owners of answers").hasSameSizeAs(fleet.members());
    return held;
  }

  /** Submits a job and returns once some node is in the middle of it. */
  private static String rebuild(Fleet fleet, Ledger ledger) throws Exception {
    JsonObject job = new JsonObject().put("kind", "rebuild").put("workspace", "default");
    String id = fleet.member(0).api().post("/api/v1/jobs", job).expect(202).json().getString("id");
    Eventually.so(
        "a node is in the middle of the job",
        BUSY,
        () -> ledger.last("job", id).holder() != null && ledger.last("job", id).place() != null,
        fleet::said);
    return id;
  }

  private static UUID holder(Ledger ledger, String job) throws Exception {
    UUID holder = ledger.last("job", job).holder();
    if (holder == null) {
      throw new AssertionError("nobody has the job: " + ledger.last("job", job));
    }
    return holder;
  }

  /** Its owner cannot be asked, and may live. */
  private static void cancel(Member at, WatchedAnswer answer, Ledger ledger) throws Exception {
    at.api().delete(answer.answer()).expect(202);
    assertThat(ledger.last("answer", answer.name()).state()).isEqualTo("cancelled");
  }

  private static void awaitTakenOver(
      Fleet fleet, Ledger ledger, String answer, String job, UUID from) throws Exception {
    Eventually.so(
        "the answer is taken over and ended",
        TAKEN_OVER,
        () -> ledger.last("answer", answer).isEnd(),
        fleet::said);
    assertThat(ledger.last("answer", answer).holder()).isNotEqualTo(from);
    Eventually.so(
        "the job is taken over",
        TAKEN_OVER,
        () -> !from.equals(ledger.last("job", job).holder()),
        fleet::said);
  }

  private static void assertRefuses(Member alone) throws Exception {
    Eventually.so("it is not ready", BUSY, () -> !alone.isReady(), alone::said);
    Api api = alone.api();
    assertThat(api.send(Calls.ask(Scene.QUICK_QUESTION).made().apply(api)).status())
        .as("a question to a node that is cut off")
        .isGreaterThanOrEqualTo(500);
  }

  private static void assertProperEnds(Map<UUID, Held> held, UUID holder, Ledger ledger)
      throws Exception {
    for (Map.Entry<UUID, Held> each : held.entrySet()) {
      Held answers = each.getValue();
      boolean isTaken = each.getKey().equals(holder);
      assertThat(answers.first().outcome())
          .as(answers.first().toString())
          .isEqualTo(isTaken ? "error" : "done");
      assertThat(answers.elsewhere().outcome())
          .as(answers.elsewhere().toString())
          .isEqualTo(isTaken ? "error" : "done");
      assertThat(ledger.holders("answer", answers.first().name())).isEqualTo(isTaken ? 2 : 1);
      assertThat(ledger.last("answer", answers.second().name()).state())
          .isEqualTo(isTaken ? "cancelled" : "completed");
    }
  }

  private static void assertSucceeded(Fleet fleet, Ledger ledger, String job) throws Exception {
    Eventually.so("the job ends", HEALED, () -> ledger.last("job", job).isEnd(), fleet::said);
    assertThat(ledger.last("job", job).state()).isEqualTo("succeeded");
    assertThat(ledger.holders("job", job)).as("nodes that had the job").isGreaterThan(1);
  }
}
