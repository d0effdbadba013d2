package dev.groundwire.gateway.health;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one dependency again and again, and says when it goes or comes back. Of one event loop;
 * others may read how it stands.
 */
final class Probe {
  private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

  /** Looks without an answer after which another one is begun: this one may never end. */
  private static final int PATIENCE_IN_LIMITS = 3;

  private final Dependency dependency;
  private final Duration limit;
  private final Clock clock;
  private volatile Standing standing;
  private boolean looked;
  private Future<Verdict> look = Future.succeededFuture();
  private long begunNanos;

  Probe(Dependency dependency, Duration limit, Clock clock) {
    this.dependency = dependency;
    this.limit = limit;
    this.clock = clock;
    this.standing = Standing.of(Verdict.down("It has not been looked at yet."), clock.instant());
  }

  String name() {
    return dependency.name();
  }

  Standing standing() {
    return standing;
  }

  /** One look at a time: one that hangs must not take a connection at every interval. */
  Future<Void> look() {
    if (!look.isComplete()
        && System.nanoTime() - begunNanos < limit.toNanos() * PATIENCE_IN_LIMITS) {
      return Future.succeededFuture();
    }
    begunNanos = System.nanoTime();
    look = dependency.look().get();
    return look.timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(this::failed)
        .onSuccess(this::note)
        .mapEmpty();
  }

  private Verdict failed(Throwable failure) {
    return failure instanceof TimeoutException
        ? Verdict.down("No answer within " + limit.toMillis() + " ms: " + dependency.silent())
        : Verdict.down("It fails: " + dependency.silent());
  }

  private void note(Verdict verdict) {
    String now = Standing.word(verdict.state());
    boolean isSame = looked && now.equals(standing.state());
    boolean isNews = !isSame && (looked || verdict.state() != Verdict.State.UP);
    looked = true;
    standing = Standing.of(verdict, isSame ? standing.since() : clock.instant());
    if (!isNews) {
      return;
    }
    (verdict.state() == Verdict.State.UP ? LOG.atInfo() : LOG.atWarn())
        .addKeyValue("component", name())
        .addKeyValue("state", now)
        .addKeyValue("reason", verdict.reason())
        .log("dependency changed");
  }
}
