package dev.groundwire.inbox;

import dev.groundwire.bus.BusFailure;
import io.nats.client.Message;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lands what was pulled, on the context of the inbox, while the pull's own thread waits and tells
 * the broker that it is being worked on.
 */
final class PullLanding {
  private static final Logger LOG = LoggerFactory.getLogger(PullLanding.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  /** A fact, and the message that holds it. */
  record Pulled(Message message, Arrival arrival) {}

  private final Context context;
  private final LandingQueue landing;
  private final Duration sign;
  private final CountDownLatch stop;

  /**
   * @param sign how often the broker hears that its messages are being worked on
   * @param stop falls when nothing more is to be tried
   */
  PullLanding(Context context, LandingQueue landing, Duration sign, CountDownLatch stop) {
    this.context = context;
    this.landing = landing;
    this.sign = sign;
    this.stop = stop;
  }

  /** How many facts may be asked for. */
  int room() throws InterruptedException {
    try {
      return await(onContext(landing::room), List.of());
    } catch (BusFailure away) {
      return 0;
    }
  }

  /**
   * Tries until the database has them or refuses them; empty when told to stop before.
   *
   * @return the ids of those that are here for good
   */
  Set<UUID> land(List<Pulled> pulled) throws InterruptedException {
    List<Arrival> arrivals = pulled.stream().map(Pulled::arrival).toList();
    Duration pause = FIRST_PAUSE;
    while (stop.getCount() > 0) {
      try {
        return await(onContext(() -> landing.land(arrivals)), pulled);
      } catch (BusFailure away) {
        LOG.atDebug().addKeyValue("cause", away.getMessage()).log("pulled events not landed");
        boolean _ = stop.await(pause.toMillis(), TimeUnit.MILLISECONDS); // early when stopped
        sign(pulled);
        pause = pause.multipliedBy(2).compareTo(sign) < 0 ? pause.multipliedBy(2) : sign;
      }
    }
    return Set.of();
  }

  private <T> CompletableFuture<T> onContext(Supplier<T> work) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(ignored -> {
      try {
        promise.complete(work.get());
      } catch (RuntimeException failure) {
        promise.fail(failure);
      }
    });
    return promise.future().toCompletionStage().toCompletableFuture();
  }

  private <T> T await(CompletableFuture<T> answer, List<Pulled> pulled)
      throws InterruptedException {
    while (true) {
      try {
        return answer.get(sign.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException late) {
        sign(pulled);
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(failed.getCause());
      }
    }
  }

  private static void sign(List<Pulled> pulled) {
    try {
      pulled.forEach(each -> each.message().inProgress());
    } catch (IllegalStateException reconnecting) {
      LOG.atDebug().addKeyValue("cause", reconnecting.toString()).log("nats not told");
    }
  }
}
