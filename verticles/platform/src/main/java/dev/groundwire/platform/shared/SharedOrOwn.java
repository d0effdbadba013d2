package dev.groundwire.platform.shared;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That of all nodes, and while it does not answer that of this process: requests go on, and nodes
 * know nothing of each other. What was kept here in that time counts here until it ends.
 */
public final class SharedOrOwn implements SharedState {
  private static final Logger LOG = LoggerFactory.getLogger(SharedOrOwn.class);

  private final SharedState shared;
  private final OwnState own;
  private final Duration patience;
  private final Counter fallbacks;
  private final AtomicBoolean away = new AtomicBoolean();

  /**
   * @param patience until the shared one counts as not answering
   */
  public SharedOrOwn(SharedState shared, OwnState own, Duration patience, Counter fallbacks) {
    this.shared = shared;
    this.own = own;
    this.patience = patience;
    this.fallbacks = fallbacks;
  }

  /** What is counted, also where there is no Redis at all. */
  static Counter fallbacks(MeterRegistry meters) {
    return Counter.builder("groundwire.shared.fallbacks")
        .description("Calls to the state of all nodes that were answered by this node's own")
        .register(meters);
  }

  @Override
  public Future<Optional<String>> claim(String name, String value, Duration lasting) {
    Optional<String> here = own.read(name);
    return here.isPresent()
        ? Future.succeededFuture(here)
        : orOwn(shared.claim(name, value, lasting), () -> own.claim(name, value, lasting));
  }

  /** What was claimed here while the shared one was away is there from now on, and not here. */
  @Override
  public Future<Boolean> replace(String name, String mine, String value, Duration lasting) {
    return orOwn(
        shared
            .replace(name, mine, value, lasting)
            .compose(done -> own.giveUp(name, mine).map(done)),
        () -> own.replace(name, mine, value, lasting));
  }

  @Override
  public Future<Void> giveUp(String name, String mine) {
    return own.giveUp(name, mine)
        .compose(ignored -> orOwn(shared.giveUp(name, mine), Future::succeededFuture));
  }

  @Override
  public Future<Taken> take(String name, Bucket bucket) {
    return orOwn(shared.take(name, bucket), () -> own.take(name, bucket));
  }

  private <T> Future<T> orOwn(Future<T> answer, Supplier<Future<T>> instead) {
    return answer
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(ignored -> back())
        .recover(failure -> {
          gone(failure);
          return instead.get();
        });
  }

  private void gone(Throwable why) {
    fallbacks.increment();
    if (!away.getAndSet(true)) {
      LOG.atWarn()
          .addKeyValue("cause", String.valueOf(why.getMessage()))
          .log("keys and limits are this node's own until redis answers");
    }
  }

  private void back() {
    if (away.get() && away.getAndSet(false)) {
      LOG.atInfo().log("keys and limits are shared by all nodes again");
    }
  }
}
