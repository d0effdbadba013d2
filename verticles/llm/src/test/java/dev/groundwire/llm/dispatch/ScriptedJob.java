package dev.groundwire.llm.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.llm.ProviderConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A job whose attempts the test drives by hand, and which remembers what it is told. */
class ScriptedJob implements Job {
  final List<ScriptedAttempt> attempts = new ArrayList<>();
  final List<Integer> positions = new ArrayList<>();
  int tokens = 10;
  int terminals;
  boolean isCancelled;
  @Nullable BusFailure failure;
  @Nullable CallEnded end;
  @Nullable String served;
  Consumer<ScriptedAttempt> onStart = attempt -> {};

  /** One attempt. */
  static final class ScriptedAttempt implements Attempt {
    final ScriptedJob job;
    final ProviderConfig provider;
    final String model;
    boolean isCancelled;
    boolean isOver;
    Optional<TokenUsage> usage = Optional.empty();
    private @Nullable AttemptListener listener;

    ScriptedAttempt(ScriptedJob job, ProviderConfig provider, String model) {
      this.job = job;
      this.provider = provider;
      this.model = model;
    }

    @Override
    public void start(AttemptListener told) {
      assertThat(listener).isNull();
      listener = told;
      job.onStart.accept(this);
    }

    @Override
    public void cancel() {
      isCancelled = true;
      isOver = true;
    }

    @Override
    public Optional<TokenUsage> usage() {
      return usage;
    }

    private AttemptListener listener() {
      return Objects.requireNonNull(listener, "it has not been started");
    }

    void limits(ProviderLimits limits) {
      listener().limits(limits);
    }

    void begin() {
      listener().began();
    }

    void end() {
      end(3, 4);
    }

    void end(int prompt, int completion) {
      isOver = true;
      listener().ended(new CallEnded("stop", new TokenUsage(prompt, completion)));
    }

    void fail(AttemptFailure.Kind kind) {
      fail(kind, Optional.empty());
    }

    void fail(AttemptFailure.Kind kind, Optional<Duration> retryAfter) {
      isOver = true;
      FailureCode code =
          kind == AttemptFailure.Kind.PROVIDER_LIMITS
              ? FailureCode.RATE_LIMITED
              : FailureCode.UPSTREAM_FAILED;
      listener().failed(new AttemptFailure(code, "scripted " + kind, kind, retryAfter));
    }

    void breakDown() {
      fail(AttemptFailure.Kind.PROVIDER_FAILED);
    }
  }

  ScriptedAttempt attempt() {
    return attempts.getLast();
  }

  boolean isStarted() {
    return !attempts.isEmpty();
  }

  FailureCode failureCode() {
    return Objects.requireNonNull(failure, "it has not failed").code();
  }

  Duration retryAfter() {
    return Objects.requireNonNull(failure, "it has not failed").retryAfter().orElseThrow();
  }

  @Override
  public int estimatedTokens() {
    return tokens;
  }

  @Override
  public Attempt attemptAt(ProviderConfig provider, String model) {
    ScriptedAttempt attempt = new ScriptedAttempt(this, provider, model);
    attempts.add(attempt);
    return attempt;
  }

  @Override
  public void queued(int position) {
    assertThat(terminals).isZero();
    assertThat(isCancelled).isFalse();
    if (!positions.isEmpty()) {
      assertThat(position).isLessThan(positions.getLast());
    }
    positions.add(position);
  }

  @Override
  public void began(String provider, String model) {
    assertThat(served).isNull();
    served = provider + "/" + model;
  }

  @Override
  public void ended(CallEnded how) {
    terminate();
    end = how;
  }

  @Override
  public void failed(BusFailure why) {
    terminate();
    failure = why;
  }

  private void terminate() {
    assertThat(isCancelled).as("told after its cancel").isFalse();
    terminals++;
    assertThat(terminals).isEqualTo(1);
  }
}
