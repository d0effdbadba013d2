package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.dispatch.Attempt;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.llm.dispatch.AttemptListener;
import dev.groundwire.llm.dispatch.Job;
import dev.groundwire.llm.dispatch.ProviderLimits;
import dev.groundwire.llm.extractive.ExtractiveAdapter;
import dev.groundwire.llm.extractive.ExtractiveConfig;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Outflow;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The room with one provider and without a dispatcher: each call is one attempt. */
public final class DirectRoom extends VerticleBase {
  public static final int MOST_UNREAD = 4_096;
  public static final ExtractiveConfig EXTRACTIVE =
      new ExtractiveConfig(12, 4, 64_000, 0.38, Duration.ofSeconds(20));

  static final LongSupplier NOW_MILLIS = () -> System.nanoTime() / 1_000_000;

  private final ProviderConfig provider;
  private final Pace pace;
  private final BlockingQueue<AttemptFailure> failures = new LinkedBlockingQueue<>();
  private final BlockingQueue<ProviderLimits> limits = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> reserved = new LinkedBlockingQueue<>();
  private boolean breaks;

  public DirectRoom(ProviderConfig provider) {
    this.provider = provider;
    this.pace = new Pace(Duration.ofMillis(10), MOST_UNREAD);
  }

  /** Whoever is told that a call begins fails. */
  DirectRoom breakingWhenACallBegins() {
    breaks = true;
    return this;
  }

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    Clock clock = Clock.systemUTC();
    Adapters adapters =
        new Adapters(
            vertx,
            clock,
            NOW_MILLIS,
            List.of(provider),
            1_000,
            new ExtractiveAdapter(vertx, bus, EXTRACTIVE, true),
            new HttpClientOptions().setTrustAll(true).setVerifyHost(false));
    Jobs jobs = new Jobs(vertx, NOW_MILLIS, adapters, pace, 1_000);
    return Future.all(
        bus.serve(LlmBus.GENERATE, 100, (request, out) -> run(jobs.generate(request, out), out)),
        bus.serve(LlmBus.COMPLETE, 100, (request, out) -> run(jobs.complete(request, out), out)));
  }

  private void run(Job job, Outflow<?> out) {
    reserved.add(job.estimatedTokens());
    Attempt attempt = job.attemptAt(provider, provider.models().getFirst().upstream());
    out.onCancel(attempt::cancel);
    attempt.start(new Telling(job));
  }

  private final class Telling implements AttemptListener {
    private final Job job;
    private boolean begun;
    private boolean over;

    private Telling(Job job) {
      this.job = job;
    }

    @Override
    public void limits(ProviderLimits told) {
      limits.add(told);
    }

    @Override
    public void began() {
      require(!begun && !over);
      begun = true;
      if (breaks) {
        throw new IllegalStateException("broken for a test");
      }
      job.began(provider.name(), provider.models().getFirst().upstream());
    }

    @Override
    public void ended(CallEnded how) {
      require(begun && !over);
      over = true;
      job.ended(how);
    }

    @Override
    public void failed(AttemptFailure why) {
      require(!over);
      over = true;
      failures.add(why);
      job.failed(why.toBusFailure());
    }

    private static void require(boolean inOrder) {
      if (!inOrder) {
        throw new AssertionError("told in the wrong order");
      }
    }
  }

  AttemptFailure failure() throws InterruptedException {
    return Objects.requireNonNull(failures.poll(30, TimeUnit.SECONDS));
  }

  ProviderLimits limits() throws InterruptedException {
    return Objects.requireNonNull(limits.poll(30, TimeUnit.SECONDS));
  }

  int reserved() throws InterruptedException {
    return Objects.requireNonNull(reserved.poll(30, TimeUnit.SECONDS));
  }
}
