package dev.groundwire.outboxrelay;

import dev.groundwire.platform.nats.NatsConfig;
import dev.groundwire.platform.nats.NatsLink;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams at NATS, as they are meant to be. Blocks: for worker threads. */
final class EventStreams {
  static final String EVENTS = "GROUNDWIRE";
  static final String DEAD_LETTERS = "GROUNDWIRE_DLQ";
  static final String ADVISORIES = "GROUNDWIRE_ADVISORIES";

  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final int NOT_FOUND = 404;
  private static final Duration KEPT_FOR_PEOPLE = Duration.ofDays(30);
  private static final long ADVISORY_BYTES = 16 << 20;

  /** Of the bytes of all facts; what is said of dead letters is little. */
  private static final int DEAD_LETTER_PART = 16;

  private final NatsLink link;
  private final List<StreamConfiguration> streams;

  EventStreams(NatsLink link) {
    this.link = link;
    NatsConfig config = link.config();
    long deadLetterBytes = Math.max(1 << 20, config.maxBytes() / DEAD_LETTER_PART);
    this.streams =
        List.of(
            // New: what does not fit waits in the outbox, nothing that was taken is dropped early.
            stream(EVENTS, EventMessage.SUBJECTS, config)
                .maxBytes(config.maxBytes())
                .maxAge(config.maxAge())
                .discardPolicy(DiscardPolicy.New)
                .build(),
            stream(DEAD_LETTERS, EventMessage.DEAD_LETTER_SUBJECTS, config)
                .maxBytes(deadLetterBytes)
                .maxAge(KEPT_FOR_PEOPLE)
                .discardPolicy(DiscardPolicy.Old)
                .build(),
            // Advisories are ordinary messages: without a stream they are lost when nobody listens.
            stream(
                    ADVISORIES,
                    "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES." + EVENTS + ".>",
                    config)
                .maxBytes(ADVISORY_BYTES)
                .maxAge(KEPT_FOR_PEOPLE)
                .discardPolicy(DiscardPolicy.Old)
                .build());
  }

  private static StreamConfiguration.Builder stream(
      String name, String subjects, NatsConfig config) {
    return StreamConfiguration.builder()
        .name(name)
        .subjects(subjects)
        .storageType(StorageType.File)
        .retentionPolicy(RetentionPolicy.Limits)
        .duplicateWindow(config.duplicateWindow())
        .replicas(config.replicas())
        .allowDirect(true);
  }

  /** Makes what is missing and mends what was changed. */
  void provide() throws IOException {
    JetStreamManagement management = link.connection().jetStreamManagement();
    for (StreamConfiguration wanted : streams) {
      try {
        provide(management, wanted);
      } catch (JetStreamApiException refused) {
        LOG.atError()
            .addKeyValue("stream", wanted.getName())
            .addKeyValue("cause", refused.getMessage())
            .log("nats refuses the stream; see NATS_MAX_BYTES, NATS_REPLICAS and its limits");
      }
    }
  }

  private static void provide(JetStreamManagement management, StreamConfiguration wanted)
      throws IOException, JetStreamApiException {
    StreamConfiguration found;
    try {
      found = management.getStreamInfo(wanted.getName()).getConfiguration();
    } catch (JetStreamApiException failure) {
      if (failure.getErrorCode() != NOT_FOUND) {
        throw failure;
      }
      management.addStream(wanted);
      LOG.atInfo().addKeyValue("stream", wanted.getName()).log("nats stream made");
      return;
    }
    if (!isAsWanted(found, wanted)) {
      management.updateStream(mended(found, wanted));
      LOG.atWarn().addKeyValue("stream", wanted.getName()).log("nats stream set right");
    }
  }

  private static boolean isAsWanted(StreamConfiguration found, StreamConfiguration wanted) {
    return found.getSubjects().equals(wanted.getSubjects())
        && found.getMaxBytes() == wanted.getMaxBytes()
        && found.getMaxMsgs() == wanted.getMaxMsgs()
        && found.getMaxMsgsPerSubject() == wanted.getMaxMsgsPerSubject()
        && Objects.equals(found.getMaxAge(), wanted.getMaxAge())
        && found.getDiscardPolicy() == wanted.getDiscardPolicy()
        && Objects.equals(found.getDuplicateWindow(), wanted.getDuplicateWindow())
        && found.getReplicas() == wanted.getReplicas();
  }

  /**
   * What is not ours, such as placement or a mirror's republishing, stays as the operator set it.
   */
  private static StreamConfiguration mended(StreamConfiguration found, StreamConfiguration wanted) {
    return StreamConfiguration.builder(found)
        .subjects(wanted.getSubjects())
        .maxBytes(wanted.getMaxBytes())
        .maxMessages(wanted.getMaxMsgs())
        .maxMessagesPerSubject(wanted.getMaxMsgsPerSubject())
        .maxAge(wanted.getMaxAge())
        .discardPolicy(wanted.getDiscardPolicy())
        .duplicateWindow(wanted.getDuplicateWindow())
        .replicas(wanted.getReplicas())
        .build();
  }
}
