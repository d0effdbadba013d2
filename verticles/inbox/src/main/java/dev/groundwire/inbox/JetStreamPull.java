package dev.groundwire.inbox;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.inbox.PullLanding.Pulled;
import dev.groundwire.platform.nats.NatsLink;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls facts from a stream, no more than there is room for, and acknowledges what was committed. A
 * thread of its own, since the client blocks.
 */
final class JetStreamPull {
  private static final Logger LOG = LoggerFactory.getLogger(JetStreamPull.class);

  /** How long the broker keeps a request that it has nothing for. */
  private static final Duration REQUEST = Duration.ofSeconds(1);

  /** What is on its way in the same packets as the first message. */
  private static final Duration SAME_BATCH = Duration.ofMillis(5);

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration ACKNOWLEDGED = Duration.ofSeconds(5);

  private final NatsLink link;
  private final String tree;
  private final EventConsumer consumer;
  private final PullConfig config;
  private final PullLanding landing;
  private final InboxMeters meters;
  private final Promise<Void> ended = Promise.promise();
  private final CountDownLatch stop = new CountDownLatch(1);
  private long correctedAt;
  private long heardAt;
  private long garbage;

  /**
   * @param stream where the facts are
   * @param tree first token of their subjects
   */
  JetStreamPull(
      NatsLink link,
      String stream,
      String tree,
      PullConfig config,
      Context context,
      LandingQueue landing,
      InboxMeters meters) {
    this.link = link;
    this.tree = tree;
    this.consumer = new EventConsumer(stream, tree + ".>", config);
    this.config = config;
    this.meters = meters;
    this.landing = new PullLanding(context, landing, config.ackWait().dividedBy(3), stop);
  }

  void start() {
    Thread.ofVirtual().name("inbox-pull-" + tree).start(this::run);
  }

  /** Completes when the last batch is settled. */
  Future<Void> stop() {
    stop.countDown();
    return ended.future();
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  /** Ends early when told to stop. */
  private void pause() throws InterruptedException {
    boolean _ = stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      while (!isStopping()) {
        try {
          pullWhileHealthy(link.connection());
        } catch (BusFailure | IOException | JetStreamApiException | IllegalStateException away) {
          if (!(away instanceof BusFailure)) { // that one tells of our own database
            meters.natsFailed();
          }
          LOG.atDebug().addKeyValue("cause", away.toString()).log("nothing to pull from");
        } catch (RuntimeException failure) {
          LOG.atError().setCause(failure).log("pull failed, beginning anew");
        }
        pause();
      }
    } catch (InterruptedException notOurs) {
      Thread.currentThread().interrupt();
    } finally {
      ended.complete();
    }
  }

  private void pullWhileHealthy(Connection nats)
      throws IOException, JetStreamApiException, InterruptedException {
    correct(nats);
    JetStreamSubscription pull = consumer.subscribe(nats);
    heardAt = System.nanoTime();
    try {
      while (!isStopping() && !isStalled(nats)) {
        if (since(correctedAt).compareTo(config.correctInterval()) > 0) {
          correct(nats);
        }
        int room = Math.min(landing.room(), config.batch());
        if (room > 0) {
          settle(next(pull, room));
        } else {
          heardAt = System.nanoTime(); // our silence, not the broker's
          pause();
        }
      }
    } finally {
      pull.unsubscribe();
    }
  }

  private void correct(Connection nats) throws IOException, JetStreamApiException {
    consumer.correct(nats);
    correctedAt = System.nanoTime();
  }

  /** A request may be lost with the server that had it; progress is what counts. */
  private boolean isStalled(Connection nats) throws IOException, JetStreamApiException {
    if (since(heardAt).compareTo(config.stalledAfter()) < 0) {
      return false;
    }
    heardAt = System.nanoTime();
    boolean stalled = consumer.hasMore(nats);
    if (stalled) {
      LOG.atWarn().addKeyValue("tree", tree).log("nothing comes though there is something, anew");
    }
    return stalled;
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private List<Message> next(JetStreamSubscription pull, int most) throws InterruptedException {
    pull.pull(PullRequestOptions.noWait(most).expiresIn(REQUEST).build());
    List<Message> messages = new ArrayList<>();
    Message message = pull.nextMessage(REQUEST);
    while (message != null) {
      messages.add(message);
      message = messages.size() < most ? pull.nextMessage(SAME_BATCH) : null;
    }
    return messages;
  }

  private void settle(List<Message> messages) throws InterruptedException {
    if (messages.isEmpty()) {
      return;
    }
    heardAt = System.nanoTime();
    List<Pulled> pulled = new ArrayList<>();
    messages.forEach(message -> read(message, pulled));
    if (pulled.isEmpty()) {
      return;
    }
    try {
      acknowledge(pulled, landing.land(pulled));
    } catch (BusFailure stillAway) {
      throw stillAway;
    } catch (PgException refused) {
      if (!isOfItsData(refused)) {
        throw refused; // comes again when its ack wait is over
      }
      settleAlone(pulled, refused);
    }
  }

  /** A value that no column takes (class 22), or a row that breaks a rule (class 23). */
  private static boolean isOfItsData(PgException refused) {
    String state = String.valueOf(refused.getSqlState());
    return state.startsWith("22") || state.startsWith("23");
  }

  private void read(Message message, List<Pulled> pulled) {
    try {
      pulled.add(new Pulled(message, EventMessages.read(message, tree)));
    } catch (RuntimeException unreadable) {
      refuse(message, unreadable);
    }
  }

  /** For facts that the database refuses: the others must not share their fate. */
  private void settleAlone(List<Pulled> pulled, RuntimeException refused)
      throws InterruptedException {
    if (pulled.size() == 1) {
      refuse(pulled.getFirst().message(), refused);
      return;
    }
    for (Pulled each : pulled) {
      settle(List.of(each.message()));
    }
  }

  /** It never becomes a fact, has no tenant whose dead letter it could be, and must not block. */
  private void refuse(Message message, RuntimeException why) {
    garbage++;
    LOG.atError()
        .addKeyValue("subject", message.getSubject())
        .addKeyValue("sequence", message.metaData().streamSequence())
        .addKeyValue("cause", why.getMessage())
        .addKeyValue("refused_so_far", garbage)
        .log("message in the stream is no event, left aside");
    message.term();
  }

  /** The last one is confirmed: the broker reads the acknowledgements of a connection in order. */
  private void acknowledge(List<Pulled> pulled, Set<UUID> landed) throws InterruptedException {
    List<Message> done = new ArrayList<>();
    for (Pulled each : pulled) {
      if (landed.contains(each.arrival().event().id())) {
        done.add(each.message());
      } else {
        // Comes again, after the one before it; or at another inbox, when this one stops.
        each.message().nakWithDelay(isStopping() ? Duration.ZERO : PAUSE);
      }
    }
    if (done.isEmpty()) {
      return;
    }
    Message last = done.removeLast();
    done.forEach(Message::ack);
    try {
      last.ackSync(ACKNOWLEDGED);
    } catch (TimeoutException unconfirmed) {
      LOG.atDebug().log("acknowledgements not confirmed, some events may come again");
    }
  }
}
