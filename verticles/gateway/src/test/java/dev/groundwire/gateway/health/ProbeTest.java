package dev.groundwire.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final SettableClock clock = new SettableClock();
  private final Deque<Future<Verdict>> answers = new ArrayDeque<>();
  private final List<Future<Verdict>> looks = new ArrayList<>();

  private Probe probe(Duration limit) {
    return new Probe(
        new Dependency(
            "database",
            "check DATABASE_URL.",
            () -> {
              Future<Verdict> answer = answers.pop();
              looks.add(answer);
              return answer;
            }),
        limit,
        clock);
  }

  @Test
  void isDownUntilItHasBeenLookedAt() {
    assertThat(probe(LIMIT).standing().isDown()).isTrue();
  }

  @Test
  void saysSinceWhenAndWhatToDo() {
    Probe probe = probe(LIMIT);
    Instant begin = clock.instant();
    answers.add(Future.succeededFuture(Verdict.UP));
    probe.look().await();
    assertThat(probe.standing()).isEqualTo(new Standing("up", begin, ""));
    clock.advance(Duration.ofSeconds(7));
    Instant fell = clock.instant();
    answers.add(Future.failedFuture("password of the server"));
    probe.look().await();
    clock.advance(Duration.ofSeconds(7));
    answers.add(Future.failedFuture("password of the server"));
    probe.look().await();
    assertThat(probe.standing().since()).isEqualTo(fell);
    assertThat(probe.standing().reason()).isEqualTo("It fails: check DATABASE_URL.");
  }

  @Test
  void doesNotLookAgainWhileALookHangs() {
    Probe probe = probe(LIMIT);
    Promise<Verdict> hanging = Promise.promise();
    answers.add(hanging.future());
    Future<Void> first = probe.look();
    probe.look().await();
    probe.look().await();
    assertThat(looks).hasSize(1);
    hanging.complete(Verdict.UP);
    first.await();
    answers.add(Future.succeededFuture(Verdict.UP));
    probe.look().await();
    assertThat(looks).hasSize(2);
  }
}
