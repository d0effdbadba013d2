package dev.groundwire.gateway;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Done;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.webhooks.BreakerState;
import dev.groundwire.bus.webhooks.ChangeWebhook;
import dev.groundwire.bus.webhooks.CreateWebhook;
import dev.groundwire.bus.webhooks.DeliveriesListed;
import dev.groundwire.bus.webhooks.DeliveriesQueued;
import dev.groundwire.bus.webhooks.DeliveryFound;
import dev.groundwire.bus.webhooks.DeliveryState;
import dev.groundwire.bus.webhooks.DeliveryView;
import dev.groundwire.bus.webhooks.ListDeliveries;
import dev.groundwire.bus.webhooks.RedeliverFailed;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.bus.webhooks.WebhookState;
import dev.groundwire.bus.webhooks.WebhookView;
import dev.groundwire.bus.webhooks.WebhookWithSecret;
import dev.groundwire.bus.webhooks.WebhooksListed;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The webhooks room of tests: it remembers what it was asked. */
final class TestWebhooks {
  static final UUID DELIVERY = new UUID(1, 2);

  final List<CreateWebhook> created = new CopyOnWriteArrayList<>();
  final List<ChangeWebhook> changed = new CopyOnWriteArrayList<>();
  final List<RedeliverFailed> redelivered = new CopyOnWriteArrayList<>();
  final List<ListDeliveries> listed = new CopyOnWriteArrayList<>();
  private final Map<UUID, UUID> owners = new ConcurrentHashMap<>();

  Future<?> start(Bus bus) {
    return Future.all(
        List.of(
            bus.answer(WebhookBus.CREATE_WEBHOOK, 8, this::create),
            bus.answer(
                WebhookBus.LIST_WEBHOOKS,
                8,
                list ->
                    new WebhooksListed(
                        owners.entrySet().stream()
                            .filter(each -> each.getValue().equals(list.organizationId()))
                            .map(each -> view(each.getKey()))
                            .toList(),
                        Optional.empty())),
            bus.answer(
                WebhookBus.FIND_WEBHOOK, 8, find -> view(own(find.organizationId(), find.id()))),
            bus.answer(
                WebhookBus.CHANGE_WEBHOOK,
                8,
                change -> {
                  changed.add(change);
                  return view(own(change.organizationId(), change.id()));
                }),
            bus.answer(
                WebhookBus.DELETE_WEBHOOK,
                8,
                delete -> {
                  owners.remove(own(delete.organizationId(), delete.id()));
                  return new Done();
                }),
            bus.answer(
                WebhookBus.ROTATE_SECRET,
                8,
                rotate ->
                    new WebhookWithSecret(
                        view(own(rotate.organizationId(), rotate.id())),
                        "whsec_new",
                        Optional.of(TestRooms.THEN))),
            bus.answer(
                WebhookBus.TEST_WEBHOOK,
                8,
                test -> delivery(own(test.organizationId(), test.id()), DELIVERY)),
            bus.answer(
                WebhookBus.LIST_DELIVERIES,
                8,
                list -> {
                  listed.add(list);
                  UUID webhook = own(list.organizationId(), list.webhookId());
                  return new DeliveriesListed(
                      List.of(delivery(webhook, DELIVERY)), Optional.empty());
                }),
            bus.answer(
                WebhookBus.FIND_DELIVERY,
                8,
                find ->
                    new DeliveryFound(
                        delivery(own(find.organizationId(), find.webhookId()), find.id()),
                        "{\"type\":\"document.indexed.v1\"}",
                        List.of())),
            bus.answer(
                WebhookBus.REDELIVER_ONE,
                8,
                again -> delivery(own(again.organizationId(), again.webhookId()), again.id())),
            bus.answer(
                WebhookBus.REDELIVER_FAILED,
                8,
                again -> {
                  redelivered.add(again);
                  own(again.organizationId(), again.webhookId());
                  return new DeliveriesQueued(3, false);
                })));
  }

  /** The id of a webhook of that tenant. */
  String add(Tenant tenant) {
    UUID id = UUID.randomUUID();
    owners.put(id, tenant.organizationId());
    return id.toString();
  }

  private WebhookWithSecret create(CreateWebhook asked) {
    created.add(asked);
    UUID id = UUID.randomUUID();
    owners.put(id, asked.organizationId());
    return new WebhookWithSecret(view(id), "whsec_abc", Optional.empty());
  }

  private UUID own(UUID organizationId, UUID id) {
    if (!organizationId.equals(owners.get(id))) {
      throw new BusFailure(FailureCode.NOT_FOUND, "There is no webhook " + id + " here.");
    }
    return id;
  }

  private static WebhookView view(UUID id) {
    return new WebhookView(
        id,
        "https://example.com/hooks",
        "",
        List.of("*"),
        WebhookState.ACTIVE,
        Optional.empty(),
        BreakerState.CLOSED,
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.of(200),
        Optional.of(TestRooms.THEN),
        TestRooms.THEN,
        TestRooms.THEN);
  }

  private static DeliveryView delivery(UUID webhook, UUID id) {
    return new DeliveryView(
        id,
        webhook,
        new UUID(3, 4),
        "document.indexed.v1",
        "a",
        1,
        DeliveryState.WAITING,
        0,
        Optional.of(TestRooms.THEN),
        Optional.empty(),
        Optional.empty(),
        TestRooms.THEN,
        Optional.empty());
  }
}
