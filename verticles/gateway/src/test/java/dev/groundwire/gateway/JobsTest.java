package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @RegisterExtension
  @Order(GatewayFixture.LAST)
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private static final String BASE = "/api/v1/jobs";
  private static Tenant tenant;

  @BeforeAll
  static void learnTheTenant() {
    GATEWAY.client().post("/api/v1/workspaces/default/documents", "{\"text\":\"a\"}");
    tenant = GATEWAY.rooms.registered.getLast().tenant();
  }

  private static HttpResponse<String> submit(String body) {
    return GATEWAY.client().post(BASE, body);
  }

  @Test
  void queuesAJobAndSaysWhereItIs() {
    HttpResponse<String> queued =
        submit("{\"kind\":\"dedupe\",\"workspace\":\"default\",\"remove\":true}");
    assertThat(queued.statusCode()).isEqualTo(202);
    String location = queued.headers().firstValue("Location").orElseThrow();
    JsonNode job = TestClient.json(queued);
    assertThat(location).isEqualTo(BASE + "/" + job.get("id").asText());
    assertThat(job.get("state").asText()).isEqualTo("queued");
    JsonNode found = TestClient.json(GATEWAY.client().get(location));
    assertThat(found.at("/arguments/remove").asBoolean()).isTrue();
    assertThat(found.at("/history/0/error").asText()).isEqualTo("It was away.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'workspace':'default'} | kind is missing",
        "{'kind':'sweep','workspace':'default'} | kind is not one of dedupe, rebuild",
        "{'kind':'dedupe'} | workspace is missing",
        "{'kind':'dedupe','workspace':'default','olderThanDays':3} | olderThanDays is unknown",
        "{'kind':'cleanup','workspace':'default','remove':true} | remove is unknown",
        "{'kind':'cleanup','workspace':'default','x':1} | x is unknown",
        "{'kind':'rebuild','workspace':'default','documentIds':['x']} | holds what is no id",
        "{'kind':'retention','workspace':'default','of':['documents']} | olderThanDays",
        "{'kind':'retention','workspace':'default','olderThanDays':3} | say what is deleted",
        "{'kind':'retention','workspace':'default','olderThanDays':3,'of':['all']} | of is not"
      })
  void refusesWhatAKindDoesNotTake(String body, String why) {
    HttpResponse<String> refused = submit(body.replace('\'', '"'));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(TestClient.json(refused).get("detail").asText()).contains(why);
  }

  @Test
  void tellsWhenTooManyWait() {
    GATEWAY.rooms.jobs.full = true;
    HttpResponse<String> refused = submit("{\"kind\":\"cleanup\",\"workspace\":\"default\"}");
    GATEWAY.rooms.jobs.full = false;
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void listsWithFilters() {
    UUID id = GATEWAY.rooms.jobs.add(tenant, JobKind.REINDEX, "{}").id();
    HttpResponse<String> listed =
        GATEWAY.client().get(BASE + "?state=queued&kind=reindex&workspace=default&limit=10");
    assertThat(TestClient.json(listed).get("items").findValuesAsText("id")).contains(id.toString());
    assertThat(GATEWAY.rooms.jobs.meant.getLast().kind()).contains(JobKind.REINDEX);
    assertThat(GATEWAY.rooms.jobs.meant.getLast().state()).contains(JobState.QUEUED);
    assertThat(GATEWAY.rooms.jobs.meant.getLast().workspaceId()).contains(tenant.workspaceId());
    assertThat(GATEWAY.client().get(BASE + "?state=done").statusCode()).isEqualTo(400);
  }

  @Test
  void listsSchedules() {
    JsonNode schedules = TestClient.json(GATEWAY.client().get(BASE + "/schedules"));
    assertThat(schedules.at("/items/0/name").asText()).isEqualTo("nightly");
    assertThat(schedules.at("/items/0/everySeconds").asInt()).isEqualTo(86_400);
  }

  @Test
  void cancels() {
    UUID id = GATEWAY.rooms.jobs.add(tenant, JobKind.REBUILD, "{}").id();
    HttpResponse<String> cancelled = GATEWAY.client().delete(BASE + "/" + id);
    assertThat(cancelled.statusCode()).isEqualTo(202);
    assertThat(TestClient.json(cancelled).get("state").asText()).isEqualTo("cancelled");
  }

  @Test
  void streamsAJobToItsEnd() {
    UUID id = GATEWAY.rooms.jobs.add(tenant, JobKind.REBUILD, "{}").id();
    try (SseClient stream = watch(id)) {
      assertThat(stream.next().orElseThrow().data()).contains(id.toString(), "\"queued\"");
      GATEWAY.rooms.jobs.change(id, JobState.RUNNING, 2);
      SseClient.Event running = stream.next().orElseThrow();
      assertThat(running.type()).isEqualTo("progress");
      assertThat(running.data()).contains("\"running\"", "\"done\":2", "\"total\":4");
      GATEWAY.rooms.jobs.change(id, JobState.SUCCEEDED, 4);
      assertThat(stream.next().orElseThrow().data()).contains("\"succeeded\"");
      assertThat(stream.next()).isEmpty();
    }
  }

  @Test
  void answers404ToAWatcherOfNothing() {
    assertThat(GATEWAY.client().get(BASE + "/" + UUID.randomUUID() + "/events").statusCode())
        .isEqualTo(404);
  }

  private static SseClient watch(UUID id) {
    return new SseClient(
        GATEWAY.client().stream(GATEWAY.client().request(BASE + "/" + id + "/events").GET()));
  }
}
