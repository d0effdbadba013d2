package dev.groundwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.webhooks.BreakerState;
import dev.groundwire.bus.webhooks.ChangeWebhook;
import dev.groundwire.bus.webhooks.TestWebhook;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.bus.webhooks.WebhookState;
import dev.groundwire.bus.webhooks.WebhookView;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.webhooks.WebhooksRoom.Settings;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What failing does to a webhook, and how it comes back. */
@Timeout(120)
class EndpointHealthTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;

  private WebhooksRoom room;
  private Subscriber subscriber;
  private Tenant tenant;
  private String deployment = "";

  @BeforeEach
  void open() throws TimeoutException {
    room = new WebhooksRoom(VERTX, POSTGRES.database(), folder);
    subscriber = Subscriber.open(VERTX.vertx());
    tenant = POSTGRES.newTenant();
  }

  @AfterEach
  void close() throws TimeoutException {
    VERTX.undeploy(deployment);
    subscriber.close();
  }

  @Test
  void everythingWaitsForAnEndpointThatIsAwayAndArrivesInOrderOnceItIsBack() throws Exception {
    Duration pause = Duration.ofMillis(300);
    deployment =
        room.open(Settings.patient().breaker(3, pause).delays(List.of(pause, Duration.ofHours(1))));
    UUID webhook = room.create(tenant, subscriber.url(), "*").webhook().id();
    AtomicBoolean away = new AtomicBoolean(true);
    subscriber.answer = delivery -> away.get() ? 503 : 200;
    for (long number = 1; number <= 5; number++) {
      for (String key : List.of("a", "b", "c")) {
        room.fanOut(room.event(tenant, key, number));
      }
    }
    WebhooksRoom.await(() -> room.find(tenant, webhook).breaker() == BreakerState.OPEN);
    WebhookView open = room.find(tenant, webhook);
    assertThat(open.waiting()).isEqualTo(15);
    assertThat(open.failingSince()).isPresent();
    assertThat(open.lastStatus()).hasValue(503);
    away.set(false);
    // Those that failed twice are not due for an hour: the endpoint's return ends their wait too.
    WebhooksRoom.await(() -> subscriber.accepted().size() >= 15);
    for (String key : List.of("a", "b", "c")) {
      assertThat(subscriber.accepted().stream().filter(place -> place.startsWith(key)))
          .containsExactly(key + ":1", key + ":2", key + ":3", key + ":4", key + ":5");
    }
    WebhooksRoom.await(() -> room.find(tenant, webhook).waiting() == 0);
    assertThat(room.find(tenant, webhook).breaker()).isEqualTo(BreakerState.CLOSED);
    assertThat(room.find(tenant, webhook).failingSince()).isEmpty();
  }

  @Test
  void aHalfOpenBreakerLetsOneThroughAtATime() throws Exception {
    deployment = room.open(Settings.patient().breaker(1, Duration.ofMillis(100)));
    UUID webhook = room.create(tenant, subscriber.url(), "*").webhook().id();
    AtomicInteger asked = new AtomicInteger();
    subscriber.answer = delivery -> asked.incrementAndGet() <= 8 ? 500 : 200;
    for (String key : List.of("a", "b", "c", "d", "e", "f")) {
      room.fanOut(room.event(tenant, key, 1));
    }
    WebhooksRoom.await(() -> room.find(tenant, webhook).waiting() == 0);
    assertThat(subscriber.accepted()).hasSize(6);
  }

  @Test
  void isDisabledWithNoticeAfterFailingTooLong() throws Exception {
    deployment = room.open(Settings.patient().disableAfter(Duration.ofMillis(1)));
    UUID webhook = room.create(tenant, subscriber.url(), "*").webhook().id();
    subscriber.answer = delivery -> 500;
    room.fanOut(room.event(tenant, "a", 1));
    awaitDisabled(webhook);
    assertThat(room.find(tenant, webhook).stateReason())
        .hasValueSatisfying(reason -> assertThat(reason).contains("answered 500"));
    assertThat(notices(webhook)).isEqualTo(1);
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() ->
            room.ask(WebhookBus.TEST_WEBHOOK, new TestWebhook(tenant.organizationId(), webhook)))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(FailureCode.CONFLICT));
  }

  @Test
  void isDisabledAtOnceWhenGoneAndGoesOnWhenMadeActive() throws Exception {
    deployment = room.open(Settings.patient());
    UUID webhook = room.create(tenant, subscriber.url(), "*").webhook().id();
    subscriber.answer = delivery -> 410;
    room.fanOut(room.event(tenant, "a", 1));
    awaitDisabled(webhook);
    assertThat(notices(webhook)).isEqualTo(1);
    room.fanOut(room.event(tenant, "b", 1));
    assertThat(room.find(tenant, webhook).waiting()).isEqualTo(1);
    subscriber.answer = delivery -> 200;
    WebhookView active =
        room.ask(
            WebhookBus.CHANGE_WEBHOOK,
            new ChangeWebhook(
                tenant.organizationId(),
                webhook,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(WebhookState.ACTIVE)));
    assertThat(active.stateReason()).isEmpty();
    WebhooksRoom.await(() -> subscriber.accepted().equals(List.of("a:1")));
  }

  private void awaitDisabled(UUID webhook) throws TimeoutException {
    WebhooksRoom.await(() -> room.find(tenant, webhook).state() == WebhookState.DISABLED);
  }

  private long notices(UUID webhook) {
    return POSTGRES
        .database()
        .asSystem(tx ->
            Rows.first(
                    tx,
                    "SELECT count(*) AS notices FROM outbox"
                        + " WHERE type = 'webhook.disabled.v1' AND key = $1",
                    Tuple.of(webhook.toString()),
                    row -> row.getLong("notices"))
                .orElse(0L));
  }
}
