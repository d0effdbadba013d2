package dev.groundwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.webhooks.ChangeWebhook;
import dev.groundwire.bus.webhooks.DeleteWebhook;
import dev.groundwire.bus.webhooks.DeliveryView;
import dev.groundwire.bus.webhooks.FindDelivery;
import dev.groundwire.bus.webhooks.FindWebhook;
import dev.groundwire.bus.webhooks.ListDeliveries;
import dev.groundwire.bus.webhooks.ListWebhooks;
import dev.groundwire.bus.webhooks.RedeliverFailed;
import dev.groundwire.bus.webhooks.RedeliverOne;
import dev.groundwire.bus.webhooks.RotateSecret;
import dev.groundwire.bus.webhooks.TestWebhook;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.bus.webhooks.WebhookView;
import dev.groundwire.bus.webhooks.WebhooksListed;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.webhooks.WebhooksRoom.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks belong to one organization, and nobody else learns of them. */
@Timeout(120)
class WebhookOwnersTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;
  private static WebhooksRoom room;

  @BeforeAll
  static void open() throws TimeoutException {
    room = new WebhooksRoom(VERTX, POSTGRES.database(), folder);
    room.open(Settings.patient());
  }

  @Test
  void anotherOrganizationsIsNotThere() throws TimeoutException {
    try (Subscriber subscriber = Subscriber.open(VERTX.vertx())) {
      Tenant owner = POSTGRES.newTenant();
      UUID id = room.create(owner, subscriber.url(), "*").webhook().id();
      room.fanOut(room.event(owner, "a", 1));
      WebhooksRoom.await(() -> !subscriber.accepted().isEmpty());
      UUID delivery = room.deliveries(owner, id).getFirst().id();
      Tenant rival = POSTGRES.newTenant();
      UUID organization = rival.organizationId();
      Page page = new Page(10, Optional.empty());
      notFound(WebhookBus.FIND_WEBHOOK, new FindWebhook(organization, id));
      notFound(WebhookBus.DELETE_WEBHOOK, new DeleteWebhook(organization, id));
      notFound(WebhookBus.ROTATE_SECRET, new RotateSecret(organization, id));
      notFound(WebhookBus.TEST_WEBHOOK, new TestWebhook(organization, id));
      notFound(
          WebhookBus.CHANGE_WEBHOOK,
          new ChangeWebhook(
              organization,
              id,
              Optional.of("https://127.0.0.1/"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
      notFound(
          WebhookBus.LIST_DELIVERIES, new ListDeliveries(organization, id, Optional.empty(), page));
      notFound(WebhookBus.FIND_DELIVERY, new FindDelivery(organization, id, delivery));
      notFound(WebhookBus.REDELIVER_ONE, new RedeliverOne(organization, id, delivery));
      notFound(
          WebhookBus.REDELIVER_FAILED, new RedeliverFailed(organization, id, Optional.empty()));
      assertThat(room.ask(WebhookBus.LIST_WEBHOOKS, new ListWebhooks(organization, page)).items())
          .isEmpty();
      room.fanOut(room.event(rival, "b", 1));
      assertThat(room.deliveries(owner, id).stream().map(DeliveryView::key)).containsExactly("a");
    }
  }

  @Test
  void listsTheNewestFirstInParts() {
    Tenant owner = POSTGRES.newTenant();
    UUID first = room.create(owner, "http://127.0.0.1:9/", "*").webhook().id();
    UUID second = room.create(owner, "http://127.0.0.1:9/", "*").webhook().id();
    WebhooksListed part = list(owner, Optional.empty());
    assertThat(part.items().stream().map(WebhookView::id)).containsExactly(second);
    WebhooksListed rest = list(owner, part.nextCursor());
    assertThat(rest.items().stream().map(WebhookView::id)).containsExactly(first);
    assertThat(rest.nextCursor()).isEmpty();
  }

  @Test
  void refusesMoreThanItsLimitAndUnknownTypes() {
    Tenant owner = POSTGRES.newTenant();
    refused(FailureCode.INVALID_REQUEST, () -> room.create(owner, "http://127.0.0.1:9/", "a.b"));
    refused(
        FailureCode.INVALID_REQUEST,
        () -> room.create(owner, "http://127.0.0.1:9/", "*", "document.indexed.v1"));
    refused(FailureCode.INVALID_REQUEST, () -> room.create(owner, "http://127.0.0.1:9/"));
    for (int number = 0; number < 3; number++) {
      room.create(owner, "http://127.0.0.1:9/", "*");
    }
    refused(FailureCode.CONFLICT, () -> room.create(owner, "http://127.0.0.1:9/", "*"));
  }

  private static WebhooksListed list(Tenant owner, Optional<String> cursor) {
    return room.ask(
        WebhookBus.LIST_WEBHOOKS, new ListWebhooks(owner.organizationId(), new Page(1, cursor)));
  }

  private static <Q extends Record, R extends Record> void notFound(
      RequestAddress<Q, R> at, Q request) {
    refused(FailureCode.NOT_FOUND, () -> room.ask(at, request));
  }

  private static void refused(FailureCode code, Runnable call) {
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(call::run)
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
