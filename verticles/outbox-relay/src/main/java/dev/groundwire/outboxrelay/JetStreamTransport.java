package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.nats.NatsLink;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams of a NATS server, behind a breaker: while the server is away nothing is even claimed, and
 * a single fact finds out whether it is back.
 */
final class JetStreamTransport implements EventTransport {
  private static final Logger LOG = LoggerFactory.getLogger(JetStreamTransport.class);
  private static final String AWAY = "NATS does not answer; check NATS_URL and the server.";
  private static final long NO_TIMEOUT_OF_ITS_OWN = -1;

  private final Vertx vertx;
  private final NatsLink link;
  private final Duration deadline;
  private final RelayMeters meters;
  private final CircuitBreaker breaker;
  private volatile String lastFailure = AWAY;
  private volatile boolean told;

  /**
   * @param opened told when the breaker opens
   * @param ready told when it is worth trying again
   */
  JetStreamTransport(
      Vertx vertx,
      NatsLink link,
      OutboxRelayConfig config,
      RelayMeters meters,
      Runnable opened,
      Runnable ready) {
    this.vertx = vertx;
    this.link = link;
    this.meters = meters;
    this.deadline = config.publishTimeout();
    this.breaker =
        CircuitBreaker.create("nats", vertx, options(config))
            .openHandler(ignored -> {
              tellOnce();
              opened.run();
            })
            .halfOpenHandler(ignored -> ready.run())
            .closeHandler(ignored -> {
              told = false;
              LOG.atInfo().log("nats takes facts again");
              ready.run();
            });
  }

  private static CircuitBreakerOptions options(OutboxRelayConfig config) {
    long slowestFailures = config.publishTimeout().toMillis() * config.breakerFailures();
    return new CircuitBreakerOptions()
        .setMaxFailures(config.breakerFailures())
        .setTimeout(NO_TIMEOUT_OF_ITS_OWN)
        .setResetTimeout(config.breakerPause().toMillis())
        .setFailuresRollingWindow(slowestFailures + 10_000);
  }

  /** The breaker opens again with every try that fails. */
  private void tellOnce() {
    if (!told) {
      told = true;
      LOG.atWarn().addKeyValue("cause", lastFailure).log("facts wait for nats");
    }
  }

  @Override
  public String name() {
    return "jetstream";
  }

  @Override
  public int takes(int most) {
    return switch (breaker.state()) {
      case OPEN -> 0;
      case HALF_OPEN -> 1;
      case CLOSED -> most;
    };
  }

  @Override
  public Published publish(List<EventEnvelope> events, BooleanSupplier stillOurs) {
    return breaker
        .execute(() -> send(events, stillOurs))
        .onFailure(failure -> LOG.atDebug().addKeyValue("cause", failure).log("batch not taken"))
        .otherwise(Published.NOTHING)
        .await();
  }

  private Future<Published> send(List<EventEnvelope> events, BooleanSupplier stillOurs) {
    return sent(events, stillOurs)
        .onFailure(failure -> {
          meters.natsFailed();
          lastFailure = "NATS takes nothing: " + failure.getMessage();
        });
  }

  private Future<Published> sent(List<EventEnvelope> events, BooleanSupplier stillOurs) {
    if (!link.isUp()) {
      return Future.failedFuture(AWAY);
    }
    try {
      return new JetStreamBatch(vertx, link.connection().jetStream(), events, stillOurs)
          .publish(deadline);
    } catch (IOException | RuntimeException away) {
      return Future.failedFuture(away);
    }
  }

  @Override
  public Optional<String> trouble() {
    if (!link.isUp()) {
      return Optional.of(AWAY);
    }
    return breaker.state() == CircuitBreakerState.OPEN
        ? Optional.of(lastFailure)
        : Optional.empty();
  }

  void close() {
    breaker.close();
  }
}
