package dev.groundwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.webhooks.DeliveryAttempt;
import dev.groundwire.bus.webhooks.DeliveryFound;
import dev.groundwire.bus.webhooks.DeliveryState;
import dev.groundwire.bus.webhooks.DeliveryView;
import dev.groundwire.bus.webhooks.FindDelivery;
import dev.groundwire.bus.webhooks.RedeliverFailed;
import dev.groundwire.bus.webhooks.RedeliverOne;
import dev.groundwire.bus.webhooks.RotateSecret;
import dev.groundwire.bus.webhooks.TestWebhook;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.bus.webhooks.WebhookWithSecret;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.webhooks.Subscriber.Received;
import dev.groundwire.webhooks.WebhooksRoom.Settings;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a subscriber gets, and gets again. */
@Timeout(120)
class WebhookDeliveryTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;

  private WebhooksRoom room;
  private Subscriber subscriber;
  private Tenant tenant;
  private String deployment;

  @BeforeEach
  void open() throws TimeoutException {
    room = new WebhooksRoom(VERTX, POSTGRES.database(), folder);
    deployment = room.open(Settings.patient());
    subscriber = Subscriber.open(VERTX.vertx());
    tenant = POSTGRES.newTenant();
  }

  @AfterEach
  void close() throws TimeoutException {
    VERTX.undeploy(deployment);
    subscriber.close();
  }

  @Test
  void sendsSignedCloudEvents() throws TimeoutException {
    WebhookWithSecret webhook = room.create(tenant, subscriber.url(), "*");
    EventEnvelope event = room.event(tenant, "a", 1);
    assertThat(room.fanOut(event).firstTime()).isTrue();
    Received received = awaitReceived(1).getFirst();
    assertThat(received.isSignedWith(webhook.secret())).isTrue();
    assertThat(received.isSignedWith("whsec_" + "A".repeat(44))).isFalse();
    assertThat(received.header("webhook-id")).isEqualTo(event.id().toString());
    assertThat(received.header("content-type")).startsWith("application/cloudevents+json");
    assertThat(received.uri()).isEqualTo("/hooks?of=groundwire");
    assertThat(received.event())
        .isEqualTo(
            new JsonObject()
                .put("specversion", "1.0")
                .put("id", event.id().toString())
                .put(
                    "source",
                    "/organizations/"
                        + tenant.organizationId()
                        + "/workspaces/"
                        + tenant.workspaceId())
                .put("type", "document.indexed.v1")
                .put("subject", "a")
                .put("time", "2026-01-02T03:04:05Z")
                .put("datacontenttype", "application/json")
                .put("partitionkey", "a")
                .put("sequence", "1")
                .put("correlationid", "request-of-a")
                .put("traceparent", event.traceparent().orElseThrow())
                .put("data", new JsonObject(event.payload())));
  }

  @Test
  void sendsAFactOnceThoughItComesAgain() throws TimeoutException {
    WebhookWithSecret webhook = room.create(tenant, subscriber.url(), "*");
    EventEnvelope event = room.event(tenant, "a", 1);
    room.fanOut(event);
    assertThat(room.fanOut(event).firstTime()).isFalse();
    awaitReceived(1);
    awaitStates(webhook, DeliveryState.DELIVERED);
    assertThat(subscriber.received).hasSize(1);
  }

  @Test
  void sendsOnlyTheTypesThatAreWanted() throws TimeoutException {
    WebhookWithSecret others = room.create(tenant, subscriber.url(), "answer.finished.v1");
    room.create(tenant, subscriber.url(), "document.failed.v1", "document.indexed.v1");
    room.fanOut(room.event(tenant, "a", 1));
    awaitReceived(1);
    assertThat(room.deliveries(tenant, others.webhook().id())).isEmpty();
  }

  @Test
  void aKeyWaitsBehindItsFailureWhileOthersGoOn() throws TimeoutException {
    restart(Settings.patient().delays(Collections.nCopies(1_000, Duration.ofMillis(20))));
    room.create(tenant, subscriber.url(), "*");
    Set<String> refused = ConcurrentHashMap.newKeySet();
    refused.add("a");
    subscriber.answer = delivery -> refused.contains(delivery.key()) ? 500 : 200;
    for (long number = 1; number <= 3; number++) {
      room.fanOut(room.event(tenant, "a", number));
      room.fanOut(room.event(tenant, "b", number));
    }
    WebhooksRoom.await(() -> subscriber.accepted().equals(List.of("b:1", "b:2", "b:3")));
    assertThat(subscriber.received.stream().map(Received::place)).doesNotContain("a:2", "a:3");
    refused.clear();
    WebhooksRoom.await(() -> subscriber.accepted().size() == 6);
    assertThat(subscriber.accepted().subList(3, 6)).containsExactly("a:1", "a:2", "a:3");
  }

  @Test
  void theBodyAndTheIdAreTheSameAtEachTry() throws TimeoutException {
    room.create(tenant, subscriber.url(), "*");
    subscriber.answer = delivery -> subscriber.received.size() < 2 ? 503 : 200;
    room.fanOut(room.event(tenant, "a", 1));
    List<Received> tries = awaitReceived(3);
    assertThat(tries.stream().map(Received::body).distinct()).hasSize(1);
    assertThat(tries.stream().map(each -> each.header("webhook-id")).distinct()).hasSize(1);
  }

  @Test
  void givesUpAfterTheLastTryAndSendsAgainOnRequest() throws TimeoutException {
    WebhookWithSecret webhook = room.create(tenant, subscriber.url(), "*");
    subscriber.answer = delivery -> 500;
    room.fanOut(room.event(tenant, "a", 1));
    awaitStates(webhook, DeliveryState.FAILED);
    DeliveryFound failed = found(webhook, room.deliveries(tenant, id(webhook)).getFirst());
    assertThat(failed.delivery().attempts()).isEqualTo(4);
    assertThat(failed.delivery().lastStatus()).hasValue(500);
    assertThat(failed.attempts().stream().map(DeliveryAttempt::number)).containsExactly(1, 2, 3, 4);
    assertThat(failed.attempts())
        .allMatch(each -> each.error().equals(Optional.of("answered 500")));
    subscriber.answer = delivery -> 200;
    room.ask(
        WebhookBus.REDELIVER_ONE,
        new RedeliverOne(tenant.organizationId(), id(webhook), failed.delivery().id()));
    awaitStates(webhook, DeliveryState.DELIVERED);
    assertThat(found(webhook, failed.delivery()).attempts()).hasSize(5);
  }

  @Test
  void sendsAgainInOrderAllThatFailed() throws TimeoutException {
    WebhookWithSecret webhook = room.create(tenant, subscriber.url(), "*");
    subscriber.answer = delivery -> 500;
    List<String> places = new ArrayList<>();
    for (long number = 1; number <= 3; number++) {
      room.fanOut(room.event(tenant, "a", number));
      places.add("a:" + number);
    }
    awaitStates(webhook, DeliveryState.FAILED, DeliveryState.FAILED, DeliveryState.FAILED);
    subscriber.answer = delivery -> 200;
    assertThat(
            room.ask(
                    WebhookBus.REDELIVER_FAILED,
                    new RedeliverFailed(tenant.organizationId(), id(webhook), Optional.empty()))
                .queued())
        .isEqualTo(3);
    WebhooksRoom.await(() -> subscriber.accepted().size() == 3);
    assertThat(subscriber.accepted()).isEqualTo(places);
  }

  @Test
  void followsNoRedirect() throws TimeoutException {
    WebhookWithSecret webhook = room.create(tenant, subscriber.url(), "*");
    subscriber.answer = delivery -> delivery.uri().startsWith("/hooks") ? 307 : 200;
    room.fanOut(room.event(tenant, "a", 1));
    awaitStates(webhook, DeliveryState.FAILED);
    assertThat(subscriber.accepted()).isEmpty();
    assertThat(room.deliveries(tenant, id(webhook)).getFirst().lastError())
        .hasValueSatisfying(error -> assertThat(error).contains("redirects are not followed"));
  }

  @Test
  void doesNotWaitForEverForAnAnswer() throws TimeoutException {
    restart(Settings.patient().delays(List.of()));
    WebhookWithSecret webhook = room.create(tenant, subscriber.url(), "*");
    subscriber.answer = delivery -> Subscriber.NO_ANSWER;
    room.fanOut(room.event(tenant, "a", 1));
    awaitStates(webhook, DeliveryState.FAILED);
    assertThat(room.deliveries(tenant, id(webhook)).getFirst().lastError())
        .hasValue("no answer within 2000 ms");
  }

  @Test
  void aReplacedSecretSignsAsWellForAWhile() throws TimeoutException {
    WebhookWithSecret webhook = room.create(tenant, subscriber.url(), "*");
    WebhookWithSecret rotated =
        room.ask(WebhookBus.ROTATE_SECRET, new RotateSecret(tenant.organizationId(), id(webhook)));
    assertThat(rotated.secret()).isNotEqualTo(webhook.secret()).startsWith("whsec_");
    room.fanOut(room.event(tenant, "a", 1));
    Received received = awaitReceived(1).getFirst();
    assertThat(received.isSignedWith(webhook.secret())).isTrue();
    assertThat(received.isSignedWith(rotated.secret())).isTrue();
  }

  @Test
  void sendsATestOnRequest() throws TimeoutException {
    WebhookWithSecret webhook = room.create(tenant, subscriber.url(), "answer.finished.v1");
    DeliveryView test =
        room.ask(WebhookBus.TEST_WEBHOOK, new TestWebhook(tenant.organizationId(), id(webhook)));
    Received received = awaitReceived(1).getFirst();
    assertThat(received.isSignedWith(webhook.secret())).isTrue();
    assertThat(received.event().getString("type")).isEqualTo("webhook.test.v1");
    assertThat(received.header("webhook-id")).isEqualTo(test.eventId().toString());
  }

  @Test
  void discardsWhatIsTooMuchToWait() throws TimeoutException {
    restart(Settings.patient().waitingBound(2).delays(List.of(Duration.ofMinutes(10))));
    WebhookWithSecret webhook = room.create(tenant, subscriber.url(), "*");
    subscriber.answer = delivery -> 500;
    for (long number = 1; number <= 3; number++) {
      room.fanOut(room.event(tenant, "a", number));
    }
    awaitStates(webhook, DeliveryState.DISCARDED, DeliveryState.WAITING, DeliveryState.WAITING);
  }

  private void restart(Settings settings) throws TimeoutException {
    VERTX.undeploy(deployment);
    deployment = room.open(settings);
  }

  private List<Received> awaitReceived(int count) throws TimeoutException {
    WebhooksRoom.await(() -> subscriber.received.size() >= count);
    return subscriber.received;
  }

  /** Newest first. */
  private void awaitStates(WebhookWithSecret webhook, DeliveryState... states)
      throws TimeoutException {
    WebhooksRoom.await(() ->
        room.deliveries(tenant, id(webhook)).stream()
            .map(DeliveryView::state)
            .toList()
            .equals(List.of(states)));
  }

  private DeliveryFound found(WebhookWithSecret webhook, DeliveryView delivery) {
    return room.ask(
        WebhookBus.FIND_DELIVERY,
        new FindDelivery(tenant.organizationId(), id(webhook), delivery.id()));
  }

  private static UUID id(WebhookWithSecret webhook) {
    return webhook.webhook().id();
  }
}
