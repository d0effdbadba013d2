package dev.groundwire.bus.event;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.ingestion.GiveUpDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.bus.webhooks.WebhookBus;
import java.util.List;
import java.util.Optional;

/**
 * Which handler wants which facts. A fact without a subscription goes no further than the outbox.
 *
 * @param type the kind of fact; absent: every kind, of organizations with an active webhook
 * @param handler where it is handled; its name is the handler's name in the database, for ever
 * @param giveUp who is told when the handler has failed for good
 */
public record Subscription(
    Optional<EventType<?>> type,
    RequestAddress<EventEnvelope, EventHandled> handler,
    Optional<RequestAddress<GiveUpDocument, Done>> giveUp) {
  private static final Optional<RequestAddress<GiveUpDocument, Done>> FAIL_DOCUMENT =
      Optional.of(IngestionBus.GIVE_UP_DOCUMENT);

  /** The product's; a test brings its own. */
  public static final List<Subscription> ALL =
      List.of(
          of(DocumentEvents.RECEIVED, IngestionBus.CHUNK_DOCUMENT, FAIL_DOCUMENT),
          of(DocumentEvents.CHUNKED, IngestionBus.EMBED_DOCUMENT, FAIL_DOCUMENT),
          of(DocumentEvents.EMBEDDED, RetrievalBus.INDEX_DOCUMENT, FAIL_DOCUMENT),
          of(DocumentEvents.INDEXED, IngestionBus.FINISH_DOCUMENT, FAIL_DOCUMENT),
          of(DocumentEvents.DELETED, RetrievalBus.REMOVE_DOCUMENT, Optional.empty()),
          of(DocumentEvents.DELETED, DeadLetterBus.FORGET_DOCUMENT, Optional.empty()),
          of(DocumentEvents.FAILED, RetrievalBus.REMOVE_DOCUMENT, Optional.empty()),
          ofWebhooks(WebhookBus.FAN_OUT_EVENT));

  /** A handler of one kind of fact. */
  public static Subscription of(
      EventType<?> type,
      RequestAddress<EventEnvelope, EventHandled> handler,
      Optional<RequestAddress<GiveUpDocument, Done>> giveUp) {
    return new Subscription(Optional.of(type), handler, giveUp);
  }

  /** A handler of every kind of fact of the organizations that have an active webhook. */
  public static Subscription ofWebhooks(RequestAddress<EventEnvelope, EventHandled> handler) {
    return new Subscription(Optional.empty(), handler, Optional.empty());
  }

  /** Whether facts of that type are for this handler, should it be for their organization. */
  public boolean wants(String eventType) {
    return type.map(kind -> kind.name().equals(eventType)).orElse(true);
  }

  /** What wants facts of that type, webhooks aside. */
  public static List<Subscription> to(String type) {
    return ALL.stream()
        .filter(subscription -> subscription.type().isPresent() && subscription.wants(type))
        .toList();
  }
}
