package dev.groundwire.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.product.Api;
import dev.groundwire.launcher.product.EventReader;
import dev.groundwire.launcher.product.GeneratedDocument;
import dev.groundwire.launcher.product.ReceivedHooks;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.nats.NatsFixture;
import dev.groundwire.testing.redis.RedisFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The network between the nodes breaks, that to the database and to the clients does not. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PartitionIT {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration NOTICED = Duration.ofSeconds(30);
  private static final Duration HEALED = Duration.ofSeconds(60);
  private static final Duration DELIVERED = Duration.ofSeconds(30);
  private static final Duration DELIVERY = Duration.ofMillis(200);

  /** Its end comes while the network is cut, and no door has given its line up yet. */
  private static final String SOON_DONE = Scene.QUESTION + " [script: tokens=60,gap=100ms]";

  private static final String INDEXED = "document.indexed.v1";

  private final Iterator<GeneratedDocument> work = GeneratedDocument.several(60, 41).iterator();
  private final Map<UUID, GeneratedDocument> accepted = new HashMap<>();

  @TempDir Path folder = Path.of("");

  @Test
  void bothSidesGoOnAndAreOneAgainAfterwards() throws Exception {
    try (ReceivedHooks hooks = ReceivedHooks.start(VERTX.vertx(), DELIVERY);
        Scene scene =
            Scene.of(
                VERTX.vertx(),
                POSTGRES,
                folder,
                Map.of(
                    "NATS_URL",
                    NATS.url(),
                    "REDIS_URL",
                    REDIS.url(),
                    "WEBHOOKS_ALLOW_PRIVATE",
                    "1"));
        Wire wire = new Wire(scene.fleet().members())) {
      Fleet fleet = scene.fleet();
      fleet.leadThrough(wire);
      fleet.configure(Ledger.schedule(folder));
      scene.begin();
      Ledger ledger = Ledger.begin(POSTGRES.administrator());
      assertThat(wire.carried()).as("pieces between nodes").isPositive();
      Member alone = fleet.member(0); // the oldest: the one that the others hold to
      subscribe(alone.api(), hooks);
      everyNodeServes(fleet);

      try (Audience audience = new Audience(fleet)) {
        WatchedAnswer here = audience.ask(alone, SOON_DONE);
        WatchedAnswer there = audience.follow(fleet.others(alone).getFirst(), here);
        WatchedAnswer unwanted = audience.ask(alone, SOON_DONE);
        wire.cut(Set.of(alone));
        fleet.others(alone).getLast().api().delete(unwanted.answer()).expect(202);
        audience.awaitEnds();
        assertThat(List.of(here.outcome(), there.outcome())).containsOnly("done");
        assertThat(there.text()).isEqualTo(here.text());
        assertThat(ledger.last("answer", unwanted.name()).state()).isEqualTo("cancelled");
      }
      int times = ledger.times();
      everyNodeServes(fleet);
      awaitSight(fleet, List.of(alone), 1);
      awaitSight(fleet, fleet.others(alone), 2);
      everyNodeServes(fleet);
      assertThat(ledger.times()).as("the schedule goes on").isGreaterThan(times);
      awaitWarning(fleet);

      wire.heal();
      long healed = System.nanoTime();
      fleet.awaitCluster(fleet.members(), 3, HEALED);
      System.err.println("one again after " + Duration.ofNanos(System.nanoTime() - healed));
      everyNodeServes(fleet);
      assertAnswersAreReadEverywhere(fleet);
      fleet.awaitCluster(fleet.members(), 3, HEALED);
      assertEachFactWasHandledOnce(hooks, fleet);
      try (Balancer balancer = new Balancer(fleet.members())) {
        scene.assertNeitherLostNorDoubled(balancer, accepted);
        assertThat(balancer.failures()).isEmpty();
      }
      ledger.assertNobodyActedTwice();
      ledger.assertNoJobFailed();
    }
  }

  private static void subscribe(Api api, ReceivedHooks hooks) throws Exception {
    JsonObject webhook =
        new JsonObject().put("url", hooks.url()).put("eventTypes", new JsonArray().add("*"));
    api.post("/api/v1/webhooks", webhook).expect(201);
  }

  private static void awaitSight(Fleet fleet, List<Member> these, int size) throws Exception {
    for (Member member : these) {
      Eventually.so(
          "node " + member.number() + " sees " + size,
          NOTICED,
          () -> Fleet.sees(member, size),
          fleet::said);
    }
  }

  private static void awaitWarning(Fleet fleet) throws Exception {
    for (Member member : fleet.members()) {
      Eventually.so(
          "node " + member.number() + " says that others are apart",
          NOTICED,
          () -> Fleet.health(member).equals("degraded"),
          fleet::said);
    }
  }

  /**
   * Each by itself, with nothing that would ask another one. A node that a cut has left without the
   * registry's entries of its own is not ready until it has registered them anew.
   */
  private void everyNodeServes(Fleet fleet) throws Exception {
    for (Member member : fleet.members()) {
      Eventually.so("node " + member.number() + " is ready", NOTICED, member::isReady, fleet::said);
      GeneratedDocument document = work.next();
      accepted.put(member.api().ready(document.name(), document.content()), document);
      Api api = member.api();
      api.send(Calls.search("hybrid", document.marker()).made().apply(api)).expect(200);
      try (EventReader answer =
          new EventReader(api.open(Calls.ask(Scene.QUICK_QUESTION).made().apply(api)))) {
        assertThat(answer.rest().getLast().type()).as(fleet.said()).isEqualTo("done");
      }
    }
  }

  /** What one node writes, every other one shows while it is written. */
  private static void assertAnswersAreReadEverywhere(Fleet fleet) throws Exception {
    for (Member writing : fleet.members()) {
      Api api = writing.api();
      String answer =
          api.send(
                  api.request(Api.WORKSPACE + "/ask")
                      .header("Content-Type", "application/json")
                      .header("Prefer", "respond-async")
                      .POST(
                          BodyPublishers.ofString(
                              new JsonObject().put("question", Scene.QUESTION).encode())))
              .expect(202)
              .headers()
              .firstValue("Location")
              .orElseThrow();
      for (Member reading : fleet.others(writing)) {
        try (EventReader reader = reading.api().events(answer + "/events", "")) {
          List<EventReader.Event> events = reader.rest();
          assertThat(events.getLast().type())
              .as("what node %d writes, at node %d", writing.number(), reading.number())
              .isEqualTo("done");
        }
      }
    }
  }

  private void assertEachFactWasHandledOnce(ReceivedHooks hooks, Fleet fleet)
      throws InterruptedException {
    Eventually.so(
        "every fact is delivered",
        DELIVERED,
        () -> indexed(hooks).keySet().containsAll(accepted.keySet()),
        () -> "delivered: " + indexed(hooks) + "\n" + fleet.said());
    Map<String, Integer> times = new TreeMap<>();
    hooks.seen().forEach(event -> times.merge(event.getString("id"), 1, Integer::sum));
    times.values().removeIf(count -> count == 1);
    assertThat(times).as("facts that were handled more than once").isEmpty();
    assertThat(new ArrayList<>(indexed(hooks).values())).containsOnly(1);
  }

  /** How often each document was told to be in the index. */
  private static Map<UUID, Integer> indexed(ReceivedHooks hooks) {
    Map<UUID, Integer> indexed = new HashMap<>();
    hooks.seen().stream()
        .filter(event -> event.getString("type").equals(INDEXED))
        .forEach(event ->
            indexed.merge(
                UUID.fromString(event.getJsonObject("data").getString("documentId")),
                1,
                Integer::sum));
    return indexed;
  }
}
