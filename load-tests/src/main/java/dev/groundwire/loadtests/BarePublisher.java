package dev.groundwire.loadtests;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventJson;
import dev.groundwire.platform.nats.NatsConfig;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The client alone: publishes the relay's messages to a stream like its own, as fast as it can. */
final class BarePublisher {
  private static final int IN_FLIGHT = 1_000;
  private static final long PATIENCE_SECONDS = 60;

  private final String url;
  private final NatsConfig config;

  BarePublisher(String url, NatsConfig config) {
    this.url = url;
    this.config = config;
  }

  /** Messages a second, each acknowledged; the facts repeat with new ids until there are enough. */
  double perSecond(List<EventEnvelope> facts, int count) throws Exception {
    Connection connection = Nats.connect(url);
    try {
      connection
          .jetStreamManagement()
          .addStream(
              StreamConfiguration.builder()
                  .name("BARE")
                  .subjects("bare.>")
                  .storageType(StorageType.File)
                  .discardPolicy(DiscardPolicy.New)
                  .duplicateWindow(config.duplicateWindow())
                  .build());
      JetStream stream = connection.jetStream();
      publish(stream, messages(facts, count / 5));
      List<Message> measured = messages(facts, count);
      Timed timed = Timed.run(() -> publish(stream, measured));
      connection.jetStreamManagement().deleteStream("BARE");
      return count / timed.wall();
    } finally {
      connection.close();
    }
  }

  private static List<Message> messages(List<EventEnvelope> facts, int count) {
    List<Message> messages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      EventEnvelope fact = facts.get(i % facts.size());
      messages.add(
          NatsMessage.builder()
              .subject("bare." + fact.organizationId() + "." + fact.type())
              .headers(headers(fact))
              .data(EventJson.write(fact))
              .build());
    }
    return messages;
  }

  /** Those of the relay. */
  private static Headers headers(EventEnvelope fact) {
    String id = UUID.randomUUID().toString();
    return new Headers()
        .put("Nats-Msg-Id", id)
        .put("content-type", "application/json")
        .put("ce-specversion", "1.0")
        .put("ce-id", id)
        .put("ce-source", EventJson.source(fact))
        .put("ce-type", fact.type())
        .put("ce-subject", fact.key())
        .put("ce-time", fact.occurredAt().toString());
  }

  private static void publish(JetStream stream, List<Message> messages) throws Exception {
    Semaphore free = new Semaphore(IN_FLIGHT);
    List<CompletableFuture<?>> acknowledged = new ArrayList<>(messages.size());
    for (Message message : messages) {
      free.acquire();
      acknowledged.add(stream.publishAsync(message).whenComplete((ack, failure) -> free.release()));
    }
    CompletableFuture.allOf(acknowledged.toArray(CompletableFuture[]::new))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
