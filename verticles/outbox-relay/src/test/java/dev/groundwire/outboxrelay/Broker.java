package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventJson;
import dev.groundwire.platform.nats.NatsConfig;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What a program of somebody else sees at NATS. */
final class Broker {
  private static final int NOT_FOUND = 404;

  private final Connection connection;

  Broker(String url) throws IOException, InterruptedException {
    connection = Nats.connect(url);
  }

  static NatsConfig config(String url) {
    return config(url, 64 << 20);
  }

  static NatsConfig config(String url, long maxBytes) {
    return new NatsConfig(
        url,
        null,
        null,
        null,
        null,
        null,
        Duration.ofSeconds(2),
        Duration.ofMillis(100),
        maxBytes,
        Duration.ofDays(7),
        Duration.ofMinutes(2),
        1);
  }

  StreamConfiguration stream(String name) throws IOException, JetStreamApiException {
    return connection.jetStreamManagement().getStreamInfo(name).getConfiguration();
  }

  void update(StreamConfiguration changed) throws IOException, JetStreamApiException {
    connection.jetStreamManagement().updateStream(changed);
  }

  void purge(String stream) throws IOException, JetStreamApiException {
    connection.jetStreamManagement().purgeStream(stream);
  }

  /** Everything in that stream, in its order. */
  List<MessageInfo> messages(String stream) throws IOException, JetStreamApiException {
    List<MessageInfo> found = new ArrayList<>();
    long next = 1;
    while (true) {
      try {
        MessageInfo message = connection.jetStreamManagement().getNextMessage(stream, next, ">");
        found.add(message);
        next = message.getSeq() + 1;
      } catch (JetStreamApiException failure) {
        if (failure.getErrorCode() == NOT_FOUND) {
          return found;
        }
        throw failure;
      }
    }
  }

  List<EventEnvelope> facts() throws IOException, JetStreamApiException {
    return messages(EventStreams.EVENTS).stream()
        .map(message -> EventJson.read(Objects.requireNonNull(message.getData())))
        .toList();
  }

  /** Numbers within that key, in the order of the stream. */
  static List<Long> of(UUID key, List<EventEnvelope> facts) {
    return facts.stream()
        .filter(fact -> fact.key().equals(key.toString()))
        .map(EventEnvelope::keySeq)
        .toList();
  }

  public void close() throws InterruptedException {
    connection.close();
  }
}
