package dev.groundwire.bus.webhooks;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;

/** Everything the webhooks verticle answers. */
public final class WebhookBus {
  /** Handles every kind of fact: one delivery for each active webhook that wants it. */
  public static final RequestAddress<EventEnvelope, EventHandled> FAN_OUT_EVENT =
      new RequestAddress<>("webhooks.fan-out-event", EventEnvelope.class, EventHandled.class);

  public static final RequestAddress<CreateWebhook, WebhookWithSecret> CREATE_WEBHOOK =
      new RequestAddress<>("webhooks.create-webhook", CreateWebhook.class, WebhookWithSecret.class);
  public static final RequestAddress<ListWebhooks, WebhooksListed> LIST_WEBHOOKS =
      new RequestAddress<>("webhooks.list-webhooks", ListWebhooks.class, WebhooksListed.class)
          .harmless();
  public static final RequestAddress<FindWebhook, WebhookView> FIND_WEBHOOK =
      new RequestAddress<>("webhooks.find-webhook", FindWebhook.class, WebhookView.class)
          .harmless();
  public static final RequestAddress<ChangeWebhook, WebhookView> CHANGE_WEBHOOK =
      new RequestAddress<>("webhooks.change-webhook", ChangeWebhook.class, WebhookView.class);
  public static final RequestAddress<DeleteWebhook, Done> DELETE_WEBHOOK =
      new RequestAddress<>("webhooks.delete-webhook", DeleteWebhook.class, Done.class);
  public static final RequestAddress<RotateSecret, WebhookWithSecret> ROTATE_SECRET =
      new RequestAddress<>("webhooks.rotate-secret", RotateSecret.class, WebhookWithSecret.class);
  public static final RequestAddress<TestWebhook, DeliveryView> TEST_WEBHOOK =
      new RequestAddress<>("webhooks.test-webhook", TestWebhook.class, DeliveryView.class);
  public static final RequestAddress<ListDeliveries, DeliveriesListed> LIST_DELIVERIES =
      new RequestAddress<>("webhooks.list-deliveries", ListDeliveries.class, DeliveriesListed.class)
          .harmless();
  public static final RequestAddress<FindDelivery, DeliveryFound> FIND_DELIVERY =
      new RequestAddress<>("webhooks.find-delivery", FindDelivery.class, DeliveryFound.class)
          .harmless();
  public static final RequestAddress<RedeliverOne, DeliveryView> REDELIVER_ONE =
      new RequestAddress<>("webhooks.redeliver-one", RedeliverOne.class, DeliveryView.class);
  public static final RequestAddress<RedeliverFailed, DeliveriesQueued> REDELIVER_FAILED =
      new RequestAddress<>(
          "webhooks.redeliver-failed", RedeliverFailed.class, DeliveriesQueued.class);

  private WebhookBus() {}
}
