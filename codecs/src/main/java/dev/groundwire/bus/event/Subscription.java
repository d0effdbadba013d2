package dev.groundwire.bus.event;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.ingestion.GiveUpDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.retrieval.RetrievalBus;
import java.util.List;
import java.util.Optional;

/**
 * Which handler wants which facts. A fact without a subscription goes no further than the outbox.
 *
 * @param type the kind of fact
 * @param handler where it is handled; its name is the handler's name in the database, for ever
 * @param giveUp who is told when the handler has failed for good
 */
public record Subscription(
    EventType<?> type,
    RequestAddress<EventEnvelope, EventHandled> handler,
    Optional<RequestAddress<GiveUpDocument, Done>> giveUp) {
  private static final Optional<RequestAddress<GiveUpDocument, Done>> FAIL_DOCUMENT =
      Optional.of(IngestionBus.GIVE_UP_DOCUMENT);

  public static final List<Subscription> ALL =
      List.of(
          new Subscription(DocumentEvents.RECEIVED, IngestionBus.CHUNK_DOCUMENT, FAIL_DOCUMENT),
          new Subscription(DocumentEvents.CHUNKED, IngestionBus.EMBED_DOCUMENT, FAIL_DOCUMENT),
          new Subscription(DocumentEvents.EMBEDDED, RetrievalBus.INDEX_DOCUMENT, FAIL_DOCUMENT),
          new Subscription(DocumentEvents.INDEXED, IngestionBus.FINISH_DOCUMENT, FAIL_DOCUMENT),
          new Subscription(DocumentEvents.DELETED, RetrievalBus.REMOVE_DOCUMENT, Optional.empty()),
          new Subscription(DocumentEvents.FAILED, RetrievalBus.REMOVE_DOCUMENT, Optional.empty()));

  /** What wants facts of that type. */
  public static List<Subscription> to(String type) {
    return ALL.stream().filter(subscription -> subscription.type().name().equals(type)).toList();
  }
}
