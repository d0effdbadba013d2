package dev.groundwire.platform.redis;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.platform.telemetry.ExternalErrors;
import dev.groundwire.platform.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's one connection to Redis, which carries the calls of all rooms one behind the other.
 * A server that is away is an ordinary state: calls then fail at once, and the connection is tried
 * for ever. Thread-safe; what it answers completes on its own event loop.
 */
public final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  /** More than the commands of one call, so that the bound on calls is the one that counts. */
  private static final int COMMANDS_A_CALL = 1_024;

  private final Vertx vertx;
  private final RedisConfig config;
  private final RandomGenerator random;
  private final Context context;
  private final Counter refusedConnections;
  private final Counter failedCalls;
  private volatile boolean up;
  private volatile boolean closed;
  private @Nullable Redis client;
  private @Nullable RedisConnection connection;
  private int waiting;
  private boolean told;

  private RedisLink(Vertx vertx, RedisConfig config, RandomGenerator random) {
    this.vertx = vertx;
    this.config = config;
    this.random = random;
    this.context = vertx.getOrCreateContext();
    var meters = Telemetry.of(vertx).meters();
    this.refusedConnections = ExternalErrors.counter(meters, "redis", "connect");
    this.failedCalls = ExternalErrors.counter(meters, "redis", "call");
  }

  /** Returns at once; the connection comes when the server does. */
  public static RedisLink open(Vertx vertx, RedisConfig config, RandomGenerator random) {
    RedisLink link = new RedisLink(vertx, config, random);
    link.context.runOnContext(ignored -> {
      link.connect();
      vertx.setPeriodic(config.reconnectWait().toMillis(), timer -> link.tryOut());
    });
    return link;
  }

  public boolean isUp() {
    return up;
  }

  /**
   * Sends commands together, at most 1,024.
   *
   * @return their replies in the same order; fails with {@code UNAVAILABLE} when the server is away
   *     or refuses one of them, and nobody knows then which of them it has carried out
   */
  public Future<List<Response>> call(List<Request> commands) {
    Promise<List<Response>> replies = Promise.promise();
    if (!up) {
      return Future.failedFuture(away());
    }
    context.runOnContext(ignored -> send(commands, replies));
    return replies.future();
  }

  private void send(List<Request> commands, Promise<List<Response>> replies) {
    RedisConnection current = connection;
    if (current == null || waiting >= config.waiting()) {
      replies.fail(current == null ? away() : busy());
      return;
    }
    waiting++;
    current
        .batch(commands)
        .timeout(config.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            answers -> {
              waiting--;
              replies.complete(answers);
            },
            failure -> {
              waiting--;
              failedCalls.increment();
              if (failure instanceof TimeoutException) {
                lost(current, failure);
              }
              replies.fail(refused(failure));
            });
  }

  private void connect() {
    if (closed) {
      return;
    }
    Redis made = Redis.createClient(vertx, options());
    made.connect()
        .timeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            open -> connected(made, open),
            failure -> {
              made.close();
              refusedConnections.increment();
              tell(failure);
              again();
            });
  }

  private void connected(Redis made, RedisConnection open) {
    if (closed) {
      made.close();
      return;
    }
    client = made;
    connection = open;
    open.exceptionHandler(failure -> lost(open, failure));
    open.endHandler(ignored -> lost(open, new IllegalStateException("connection closed")));
    up = true;
    told = false;
    LOG.atInfo().log("redis connected");
  }

  private void lost(RedisConnection which, Throwable why) {
    if (!Objects.equals(connection, which)) {
      return;
    }
    up = false;
    connection = null;
    Redis gone = client;
    client = null;
    if (gone != null) {
      gone.close();
    }
    if (!closed) {
      tell(why);
      again();
    }
  }

  /** Once for each time it is away. */
  private void tell(Throwable why) {
    if (!told) {
      told = true;
      LOG.atWarn()
          .addKeyValue("cause", String.valueOf(why.getMessage()))
          .log("redis is away, trying again");
    }
  }

  private void again() {
    long millis = config.reconnectWait().toMillis();
    long spread = millis / 2 + random.nextLong(millis + 1);
    vertx.setTimer(Math.max(1, spread), fired -> connect());
  }

  /** A server that hangs is noticed also while nobody asks it anything. */
  private void tryOut() {
    if (up && waiting == 0) {
      send(List.of(Request.cmd(Command.PING)), Promise.promise());
    }
  }

  private RedisOptions options() {
    // With TLS a certificate must be that of the host; without, this has no effect.
    NetClientOptions net =
        new NetClientOptions()
            .setHostnameVerificationAlgorithm("HTTPS")
            .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
            .setTcpKeepAlive(true);
    if (config.certificateAuthority() != null) {
      net.setTrustOptions(
          new PemTrustOptions().addCertPath(config.certificateAuthority().toString()));
    }
    return new RedisOptions()
        .setConnectionString(Objects.requireNonNull(config.url(), "redis.url"))
        .setNetClientOptions(net)
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setMaxWaitingHandlers(config.waiting() * COMMANDS_A_CALL)
        .setTracingPolicy(TracingPolicy.IGNORE);
  }

  private static BusFailure away() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "Redis is away; check REDIS_URL and the server.");
  }

  private BusFailure busy() {
    return new BusFailure(
        FailureCode.UNAVAILABLE,
        "Too many calls wait for Redis: redis.waiting allows " + config.waiting() + ".");
  }

  private static BusFailure refused(Throwable failure) {
    BusFailure told =
        new BusFailure(FailureCode.UNAVAILABLE, "Redis has not done it: " + failure.getMessage());
    told.addSuppressed(failure);
    return told;
  }

  @Override
  public void close() {
    closed = true;
    up = false;
    context.runOnContext(ignored -> {
      if (connection != null) {
        lost(connection, new IllegalStateException("closed"));
      }
    });
  }
}
