package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class KeyedTurnsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @Test
  void letsWorkOnOneKeyHappenOneAfterTheOther() throws TimeoutException {
    KeyedTurns<String> turns = new KeyedTurns<>(LONG);
    Promise<Void> hold = Promise.promise();
    Promise<Void> entered = Promise.promise();
    Future<Void> first =
        begin(() ->
            turns.take(
                "key",
                () -> {
                  entered.complete();
                  hold.future().await();
                  return log.add("first");
                }));
    entered.future().await(20, TimeUnit.SECONDS);
    Future<Void> second = begin(() -> turns.take("key", () -> log.add("second")));

    assertThat(turns.<Boolean>take("other key", () -> log.add("other"))).isTrue();
    hold.complete();
    Future.all(first, second).await(20, TimeUnit.SECONDS);

    assertThat(log).containsExactly("other", "first", "second");
  }

  @Test
  void passesTheTurnOnWhenWorkFails() {
    KeyedTurns<String> turns = new KeyedTurns<>(LONG);
    assertThatThrownBy(() ->
            turns.take(
                "key",
                () -> {
                  throw new IllegalStateException("broken");
                }))
        .hasMessage("broken");

    assertThat(turns.<String>take("key", () -> "next")).isEqualTo("next");
  }

  @Test
  void doesNotLetAnyoneInPastWorkThatOthersGaveUpWaitingFor() throws TimeoutException {
    KeyedTurns<String> turns = new KeyedTurns<>(Duration.ofMillis(50));
    Promise<Void> hold = Promise.promise();
    Promise<Void> entered = Promise.promise();
    Future<Void> first =
        begin(() ->
            turns.take(
                "key",
                () -> {
                  entered.complete();
                  hold.future().await();
                  return log.add("first");
                }));
    entered.future().await(20, TimeUnit.SECONDS);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> turns.take("key", () -> log.add("too early")))
          .isInstanceOfSatisfying(
              BusFailure.class,
              failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
    }
    hold.complete();
    first.await(20, TimeUnit.SECONDS);
    turns.take("key", () -> log.add("after"));

    assertThat(log).containsExactly("first", "after");
  }

  private static Future<Void> begin(Runnable work) {
    Promise<Void> done = Promise.promise();
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
            done.complete();
          } catch (RuntimeException failure) {
            done.fail(failure);
          }
        });
    return done.future();
  }
}
