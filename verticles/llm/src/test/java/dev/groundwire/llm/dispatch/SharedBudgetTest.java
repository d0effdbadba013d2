package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.llm.Call;
import dev.groundwire.bus.llm.Priority;
import dev.groundwire.llm.ProviderConfig.Kind;
import dev.groundwire.llm.budget.Budgets;
import dev.groundwire.platform.redis.RedisConfig;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.redis.RedisFixture;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two dispatchers of one provider on one real Redis, with more calls than the budget lets. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedBudgetTest {
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final long PER_MINUTE = 60_000;
  private static final int CALL = 200;
  private static final int CALLS = 400;

  /** Starts that are told later than they were counted: milliseconds, so tokens too. */
  private static final long LATE = PER_MINUTE / 100;

  private RedisLink link;
  private volatile long begun;

  /** Tokens started by both. */
  private final AtomicLong started = new AtomicLong();

  /** How far they ever were below what the budget lets, once the first minute's are used. */
  private final AtomicLong nearest = new AtomicLong(Long.MAX_VALUE);

  private final AtomicLong excess = new AtomicLong(Long.MIN_VALUE);

  @BeforeEach
  void open() throws IOException, TimeoutException {
    REDIS.server().start();
    RedisConfig config =
        new RedisConfig(
            REDIS.url(),
            null,
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofMillis(50),
            100);
    link = RedisLink.open(VERTX.vertx(), config, new Random(1));
    until(link::isUp);
    begun = now();
  }

  @AfterEach
  void close() {
    link.close();
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** One node's. */
  private final class Node {
    private final Context context = ((VertxInternal) VERTX.vertx()).createEventLoopContext();
    private final AtomicInteger calls = new AtomicInteger();

    void begin() {
      context.runOnContext(then -> {
        Vertx vertx = VERTX.vertx();
        Dispatcher dispatcher =
            new Dispatcher(
                vertx,
                List.of(Bench.provider("p", Kind.OPENAI, 1, 1, 10_000, PER_MINUTE, "m")),
                Bench.config(1_000, 2_000),
                Clock.systemUTC(),
                SharedBudgetTest::now,
                new Random(1),
                new Neighbours(
                    Budgets.inRedis(link, context, UUID.randomUUID(), () -> 2),
                    changed -> {},
                    held -> {}));
        vertx.setPeriodic(1_000, timer -> dispatcher.measure());
        for (int call = 0; call < CALLS; call++) {
          dispatcher.submit(call(), job());
        }
      });
    }

    private ScriptedJob job() {
      ScriptedJob job = new ScriptedJob();
      job.tokens = CALL;
      job.onStart =
          attempt -> {
            count();
            context.runOnContext(then -> {
              attempt.begin();
              attempt.end(CALL / 2, CALL / 2);
            });
          };
      return job;
    }

    private void count() {
      calls.incrementAndGet();
      long now = started.addAndGet(CALL);
      long allowed = PER_MINUTE + (now() - begun) * PER_MINUTE / 60_000;
      excess.accumulateAndGet(now - allowed, Math::max);
      if (now > PER_MINUTE) {
        nearest.accumulateAndGet(allowed - now, Math::min);
      }
    }

    private static Call call() {
      return new Call(
          new Tenant(Bench.ONE, Bench.ONE),
          Optional.empty(),
          Priority.INTERACTIVE,
          Clock.systemUTC().instant().plus(Duration.ofHours(1)));
    }
  }

  private static void until(BooleanSupplier done) throws TimeoutException {
    long end = now() + Duration.ofSeconds(60).toMillis();
    while (!done.getAsBoolean()) {
      assertThat(now()).isLessThan(end);
      VERTX.vertx().timer(20, TimeUnit.MILLISECONDS).await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void togetherTheyUseTheBudgetAndNoMoreAndGoOnWithoutRedis() throws Exception {
    Node one = new Node();
    Node other = new Node();
    one.begin();
    other.begin();
    until(() -> started.get() > PER_MINUTE + 3_000);
    assertThat(excess.get()).as("tokens beyond the budget").isLessThanOrEqualTo(LATE);
    assertThat(nearest.get()).as("tokens that nobody used").isLessThan(5 * LATE);
    assertThat(one.calls.get()).isPositive();
    assertThat(other.calls.get()).isPositive();

    REDIS.server().kill();
    int ones = one.calls.get();
    int others = other.calls.get();
    until(() -> one.calls.get() > ones + 3 && other.calls.get() > others + 3);
    assertThat(excess.get()).as("tokens beyond the budget").isLessThanOrEqualTo(LATE);

    REDIS.server().start();
    until(link::isUp);
    int after = one.calls.get() + other.calls.get();
    until(() -> one.calls.get() + other.calls.get() > after + 5);
    assertThat(excess.get()).as("tokens beyond the budget").isLessThanOrEqualTo(LATE);
  }
}
