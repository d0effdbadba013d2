package dev.groundwire.gateway;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.NodeCounts;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.shared.OwnState;
import dev.groundwire.platform.shared.SharedConfig;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What belongs to another organization does not exist, on every route there is. */
class CrossTenantTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  /** Name nothing of anybody's: they tell of the caller's own, or of nobody's. */
  private static final Set<String> OF_NOBODY =
      Set.of(
          "GET /api/v1/models",
          "GET /api/v1/providers",
          "GET /api/v1/dead-letters",
          "POST /api/v1/dead-letters/replay",
          "GET /api/v1/jobs",
          "GET /api/v1/jobs/schedules",
          "GET /api/v1/webhooks",
          "POST /api/v1/webhooks");

  /** Of all organizations together, so of none of them. */
  private static final Set<String> OF_THE_OPERATOR =
      Set.of(
          "GET /api/v1/embedding/generations",
          "POST /api/v1/embedding/generations/:id/switch",
          "DELETE /api/v1/embedding/generations/:id");

  private static final Map<String, String> BODIES =
      Map.ofEntries(
          entry("POST /api/v1/dead-letters/:id/discard", "{\"reason\":\"a\"}"),
          entry("POST /api/v1/dead-letters/:id/replay", ""),
          entry("POST /api/v1/dead-letters/replay", "{}"),
          entry(
              "POST /api/v1/workspaces/:ws/documents", "{\"name\":\"a.txt\",\"text\":\"theirs\"}"),
          entry("POST /api/v1/workspaces/:ws/search", "{\"query\":\"a\"}"),
          entry("POST /api/v1/workspaces/:ws/ask", "{\"question\":\"a\"}"),
          entry("POST /api/v1/workspaces/:ws/conversations", "{\"title\":\"a\"}"),
          entry("POST /api/v1/conversations/:id/messages", "{\"content\":\"a\"}"),
          entry("POST /api/v1/embedding/generations/:id/switch", ""),
          entry("POST /api/v1/jobs", "{\"kind\":\"cleanup\",\"workspace\":\":ws\"}"),
          entry("POST /api/v1/webhooks", "{}"),
          entry("PATCH /api/v1/webhooks/:id", "{}"),
          entry("POST /api/v1/webhooks/:id/rotate-secret", ""),
          entry("POST /api/v1/webhooks/:id/test", ""),
          entry("POST /api/v1/webhooks/:id/redeliver", "{}"),
          entry("POST /api/v1/webhooks/:id/deliveries/:delivery/redeliver", ""));

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.withKeys(POSTGRES, VERTX);

  private static final Map<String, String> IDS = new HashMap<>();

  @BeforeAll
  static void ownAFewThings() {
    TestClient owner = GATEWAY.client(GatewayFixture.KEY);
    String base = "/api/v1/workspaces/default";
    IDS.put(
        "documents",
        TestClient.json(owner.post(base + "/documents", "{\"text\":\"ours\"}"))
            .at("/documents/0/id")
            .asText());
    IDS.put(
        "dead-letters",
        GATEWAY
            .rooms
            .deadLetters
            .park(GATEWAY.rooms.registered.getLast().tenant(), UUID.randomUUID())
            .toString());
    IDS.put(
        "jobs",
        GATEWAY
            .rooms
            .jobs
            .add(GATEWAY.rooms.registered.getLast().tenant(), JobKind.CLEANUP, "{}")
            .id()
            .toString());
    IDS.put("webhooks", GATEWAY.rooms.webhooks.add(GATEWAY.rooms.registered.getLast().tenant()));
    IDS.put("deliveries", TestWebhooks.DELIVERY.toString());
    IDS.put(
        "conversations",
        TestClient.json(owner.post(base + "/conversations", "{}")).get("id").asText());
    IDS.put(
        "answers",
        TestClient.json(
                owner.send(
                    owner
                        .request(base + "/ask")
                        .header("Prefer", "respond-async")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"question\":\"ours?\"}"))))
            .get("answerId")
            .asText());
    IDS.put(
        "workspaces",
        POSTGRES
            .database()
            .<String>asSystem(tx ->
                tx.query(
                        "SELECT w.id::text FROM workspace w JOIN organization o"
                            + " ON o.id = w.organization_id WHERE o.slug = 'default'")
                    .execute()
                    .await()
                    .iterator()
                    .next()
                    .getString(0)));
  }

  @Test
  void anothersIdsAnswer404OnEveryRoute() {
    TestClient rival = GATEWAY.client(GatewayFixture.RIVAL_KEY);
    for (ApiRoute route : routes()) {
      String name = route.method().name() + " " + route.path();
      if (OF_NOBODY.contains(name) || OF_THE_OPERATOR.contains(name)) {
        continue;
      }
      // Their workspace by its id, and their document below the caller's own workspace.
      for (String workspace : List.of(id("workspaces"), "default")) {
        if (workspace.equals("default") && !route.path().contains(":id")) {
          continue;
        }
        String path =
            route
                .path()
                .replace(":ws", workspace)
                .replace(":id", idFor(route.path()))
                .replace(":delivery", id("deliveries"));
        HttpResponse<String> response =
            rival.send(
                rival
                    .request(path)
                    .header("Content-Type", "application/json")
                    .method(
                        route.method().name(),
                        BodyPublishers.ofString(
                            BODIES.getOrDefault(name, "").replace(":ws", workspace))));
        assertThat(response.statusCode()).as(name + " " + path).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type"))
            .hasValue("application/problem+json");
      }
    }
  }

  @Test
  void noOrganizationReachesWhatIsTheOperators() {
    TestClient rival = GATEWAY.client(GatewayFixture.RIVAL_KEY);
    List<ApiRoute> routes =
        routes().stream()
            .filter(route -> OF_THE_OPERATOR.contains(route.method().name() + " " + route.path()))
            .toList();
    assertThat(routes).hasSameSizeAs(OF_THE_OPERATOR);
    for (ApiRoute route : routes) {
      HttpResponse<String> response =
          rival.send(
              rival
                  .request(route.path().replace(":id", "1"))
                  .method(route.method().name(), BodyPublishers.noBody()));
      assertThat(response.statusCode()).as(route.path()).isEqualTo(403);
    }
  }

  @Test
  void listsNameNothingOfAnothers() {
    TestClient rival = GATEWAY.client(GatewayFixture.RIVAL_KEY);
    assertThat(TestClient.json(rival.get("/api/v1/dead-letters")).get("items")).isEmpty();
    assertThat(TestClient.json(rival.get("/api/v1/webhooks")).get("items")).isEmpty();
    assertThat(TestClient.json(rival.get("/api/v1/jobs")).get("items")).isEmpty();
    assertThat(TestClient.json(rival.post("/api/v1/dead-letters/replay", "{}")).get("queued"))
        .hasToString("0");
  }

  @Test
  void theOwnerReachesWhatTheRivalDoesNot() {
    TestClient owner = GATEWAY.client(GatewayFixture.KEY);
    String documents = "/api/v1/workspaces/" + id("workspaces") + "/documents";
    assertThat(owner.get(documents + "/" + id("documents")).statusCode()).isEqualTo(200);
    assertThat(owner.get("/api/v1/dead-letters/" + id("dead-letters")).statusCode()).isEqualTo(200);
    assertThat(owner.get("/api/v1/jobs/" + id("jobs")).statusCode()).isEqualTo(200);
    String webhook = "/api/v1/webhooks/" + id("webhooks");
    assertThat(owner.get(webhook).statusCode()).isEqualTo(200);
    assertThat(owner.get(webhook + "/deliveries/" + id("deliveries")).statusCode()).isEqualTo(200);
    assertThat(owner.get("/api/v1/answers/" + id("answers")).statusCode()).isEqualTo(200);
    assertThat(owner.get("/api/v1/conversations/" + id("conversations")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void everyRouteWithABodyHasOneHere() {
    assertThat(
            routes().stream()
                .filter(route -> Set.of("POST", "PATCH").contains(route.method().name()))
                .map(route -> route.method().name() + " " + route.path())
                .collect(Collectors.toSet()))
        .isEqualTo(BODIES.keySet());
  }

  private static List<ApiRoute> routes() {
    return new Wiring(
            VERTX.vertx(),
            GatewayFixture.config(true),
            POSTGRES.pool(),
            Optional.empty(),
            Identifiers.timeOrdered(),
            Clock.systemUTC(),
            NodeCounts.of(
                new SimpleMeterRegistry(),
                new OwnState(
                    new SharedConfig(Duration.ofSeconds(1), 1 << 20, 1_000), System::nanoTime)))
        .routes();
  }

  private static String idFor(String path) {
    String kind =
        path.contains("/documents/:id")
            ? "documents"
            : path.contains("/conversations/:id")
                ? "conversations"
                : path.contains("/dead-letters/:id")
                    ? "dead-letters"
                    : path.contains("/webhooks/:id")
                        ? "webhooks"
                        : path.contains("/jobs/:id") ? "jobs" : "answers";
    return id(kind);
  }

  private static String id(String kind) {
    return Objects.requireNonNull(IDS.get(kind));
  }
}
