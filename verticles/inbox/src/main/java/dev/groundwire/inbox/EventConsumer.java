package dev.groundwire.inbox;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable consumer that all inboxes share, as it is meant to be. Blocks: for the pull's own
 * thread.
 */
final class EventConsumer {
  static final String NAME = "groundwire-inbox";

  private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);
  private static final int NOT_FOUND = 404;

  private final String stream;
  private final String subjects;
  private final PullConfig config;

  EventConsumer(String stream, String subjects, PullConfig config) {
    this.stream = stream;
    this.subjects = subjects;
    this.config = config;
  }

  /**
   * Makes the consumer, or gives it back the settings that somebody has changed.
   *
   * @throws JetStreamApiException also while the stream is not there yet
   */
  void correct(Connection nats) throws IOException, JetStreamApiException {
    JetStreamManagement management = nats.jetStreamManagement();
    Optional<ConsumerInfo> present = info(management);
    if (present.isPresent() && isAsMeant(present.get().getConsumerConfiguration())) {
      return;
    }
    present.ifPresent(info ->
        LOG.atWarn()
            .addKeyValue("stream", stream)
            .addKeyValue("found", info.getConsumerConfiguration().toJson())
            .log("consumer at nats has other settings, correcting them"));
    try {
      management.addOrUpdateConsumer(stream, meant());
    } catch (JetStreamApiException unchangeable) {
      if (present.isEmpty()) {
        throw unchangeable;
      }
      // What it has delivered comes again from the stream's start, and is known by its numbers.
      management.deleteConsumer(stream, NAME);
      management.addOrUpdateConsumer(stream, meant());
    }
  }

  JetStreamSubscription subscribe(Connection nats) throws IOException, JetStreamApiException {
    return nats.jetStream().subscribe(null, PullSubscribeOptions.bind(stream, NAME));
  }

  /** Whether the stream has facts that were not handed over yet. */
  boolean hasMore(Connection nats) throws IOException, JetStreamApiException {
    return info(nats.jetStreamManagement()).map(info -> info.getNumPending() > 0).orElse(true);
  }

  private Optional<ConsumerInfo> info(JetStreamManagement management)
      throws IOException, JetStreamApiException {
    try {
      return Optional.of(management.getConsumerInfo(stream, NAME));
    } catch (JetStreamApiException absent) {
      if (absent.getErrorCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw absent;
    }
  }

  private ConsumerConfiguration meant() {
    return ConsumerConfiguration.builder()
        .durable(NAME)
        .description("Groundwire's own inboxes; bring a consumer of your own")
        .filterSubject(subjects)
        .ackPolicy(AckPolicy.Explicit)
        .ackWait(config.ackWait())
        .maxDeliver(-1)
        .maxAckPending(config.unacknowledged())
        .build();
  }

  private boolean isAsMeant(ConsumerConfiguration found) {
    return found.getAckPolicy() == AckPolicy.Explicit
        && Objects.equals(found.getAckWait(), config.ackWait())
        && found.getMaxDeliver() == -1
        && found.getMaxAckPending() == config.unacknowledged()
        && Objects.equals(found.getFilterSubject(), subjects)
        && found.getBackoff().isEmpty()
        && found.getDeliverSubject() == null;
  }
}
