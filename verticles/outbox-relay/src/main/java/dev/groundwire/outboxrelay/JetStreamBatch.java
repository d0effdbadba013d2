package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Facts on their way to JetStream, all keys at once. A key is a chain: a fact leaves once the one
 * before it was acknowledged.
 */
final class JetStreamBatch {
  private static final Logger LOG = LoggerFactory.getLogger(JetStreamBatch.class);

  /** The server's word that a message is larger than a stream ever takes. */
  private static final int MESSAGE_TOO_LARGE = 10_054;

  private final Vertx vertx;
  private final JetStream stream;
  private final List<EventEnvelope> events;
  private final BooleanSupplier stillOurs;
  private final Set<UUID> taken = ConcurrentHashMap.newKeySet();
  private final Set<String> unfit = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  JetStreamBatch(
      Vertx vertx, JetStream stream, List<EventEnvelope> events, BooleanSupplier stillOurs) {
    this.vertx = vertx;
    this.stream = stream;
    this.events = events;
    this.stillOurs = stillOurs;
  }

  /** Fails when nothing was taken and that was not the facts' own fault. */
  Future<Published> publish(Duration deadline) {
    Map<String, Future<Void>> chains = new HashMap<>();
    for (EventEnvelope event : events) {
      chains.merge(
          event.key(),
          publish(event, chains.getOrDefault(event.key(), Future.succeededFuture())),
          (before, after) -> after);
    }
    return Future.join(List.copyOf(chains.values()))
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(ended -> over = true)
        .<Published>transform(ended ->
            taken.isEmpty() && unfit.isEmpty() && ended.failed() && stillOurs.getAsBoolean()
                ? Future.failedFuture(ended.cause())
                : Future.succeededFuture(outcome()));
  }

  private Future<Void> publish(EventEnvelope event, Future<Void> before) {
    return before.compose(acknowledged -> send(event)).mapEmpty();
  }

  private Future<PublishAck> send(EventEnvelope event) {
    if (over || !stillOurs.getAsBoolean()) {
      return Future.failedFuture("left to whoever has the shard next");
    }
    try {
      Message message = EventMessage.of(event);
      // Completed by a thread of the client: from there on our own context goes on.
      return Future.fromCompletionStage(stream.publishAsync(message), vertx.getOrCreateContext())
          .recover(wrapped -> Future.failedFuture(unwrapped(wrapped)))
          .onSuccess(acknowledged -> taken.add(event.id()))
          .onFailure(cause -> note(event, cause));
    } catch (RuntimeException refused) {
      note(event, refused);
      return Future.failedFuture(refused);
    }
  }

  /** The client puts what the server told into a plain runtime exception. */
  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof RuntimeException && cause != null ? unwrapped(cause) : failure;
  }

  private void note(EventEnvelope event, Throwable cause) {
    boolean ownFault =
        cause instanceof IllegalArgumentException
            || (cause instanceof JetStreamApiException told
                && told.getApiErrorCode() == MESSAGE_TOO_LARGE);
    if (ownFault) {
      unfit.add(event.key());
      LOG.atError()
          .addKeyValue("event_id", event.id())
          .addKeyValue("type", event.type())
          .addKeyValue("cause", cause)
          .log("nats never takes this fact, its key waits; see max_payload of the server");
    }
  }

  private Published outcome() {
    Set<UUID> have = Set.copyOf(taken);
    return new Published(
        have,
        events.stream()
            .filter(event -> !have.contains(event.id()))
            .map(EventEnvelope::key)
            .collect(Collectors.toSet()));
  }
}
