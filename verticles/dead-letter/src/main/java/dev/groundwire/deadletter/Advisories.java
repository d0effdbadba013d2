package dev.groundwire.deadletter;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.platform.nats.NatsLink;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker says of messages that a consumer has been given too often: our own consumers have
 * no such bound, but those that other programs make on the stream may. Blocks: for worker threads.
 */
final class Advisories {
  private static final Logger LOG = LoggerFactory.getLogger(Advisories.class);
  private static final String STREAM = "GROUNDWIRE_ADVISORIES";
  private static final int AT_ONCE = 100;

  /** One for all nodes: each advisory is told to one of them. */
  private static final ConsumerConfiguration CONSUMER =
      ConsumerConfiguration.builder()
          .durable("groundwire-dead-letter")
          .ackPolicy(AckPolicy.Explicit)
          .build();

  private final NatsLink link;
  private final Runnable onEach;
  private final AtomicLong heard = new AtomicLong();

  /**
   * @param onEach told of each one that was heard
   */
  Advisories(NatsLink link, Runnable onEach) {
    this.link = link;
    this.onEach = onEach;
  }

  /** Since the start of this node. */
  long heard() {
    return heard.get();
  }

  /** Logs and counts what is there; leaves it for the next time when the broker is away. */
  void read() {
    if (!link.isUp()) {
      return;
    }
    try {
      ConsumerContext consumer =
          link.connection().getStreamContext(STREAM).createOrUpdateConsumer(CONSUMER);
      while (read(consumer) == AT_ONCE) {
        LOG.atDebug().addKeyValue("heard", heard).log("more advisories");
      }
    } catch (IOException
        | JetStreamApiException
        | JetStreamStatusCheckedException
        | BusFailure
        | IllegalStateException away) {
      // The relay makes the stream when it connects, which may be a moment later.
      LOG.atDebug().addKeyValue("cause", away.getMessage()).log("advisories not read");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private int read(ConsumerContext consumer)
      throws IOException,
          JetStreamApiException,
          JetStreamStatusCheckedException,
          InterruptedException {
    FetchConsumeOptions whatIsThere =
        FetchConsumeOptions.builder().maxMessages(AT_ONCE).noWait().build();
    int count = 0;
    FetchConsumer fetch = consumer.fetch(whatIsThere);
    for (Message next = fetch.nextMessage(); next != null; next = fetch.nextMessage()) {
      tell(new String(next.getData(), StandardCharsets.UTF_8));
      next.ack();
      count++;
    }
    return count;
  }

  /** Whoever may publish there can write what is no advisory: it must not come back for ever. */
  private void tell(String text) {
    heard.incrementAndGet();
    onEach.run();
    JsonObject advisory;
    try {
      advisory = new JsonObject(text);
    } catch (DecodeException unreadable) {
      LOG.atWarn().addKeyValue("cause", unreadable.getMessage()).log("advisory left aside");
      return;
    }
    LOG.atError()
        .addKeyValue("consumer", advisory.getString("consumer"))
        .addKeyValue("stream_sequence", advisory.getLong("stream_seq"))
        .addKeyValue("deliveries", advisory.getInteger("deliveries"))
        .log("the broker has given up a message");
  }
}
