package dev.groundwire.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.embedding.CountTokens;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TokensCounted;
import dev.groundwire.platform.telemetry.RequestScope;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusTest {
  private static final RequestAddress<CountTokens, TokensCounted> AT = EmbeddingBus.COUNT_TOKENS;
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final CountTokens ASKED = new CountTokens(List.of("a"));
  private static final TokensCounted ANSWERED = new TokensCounted(List.of(1));

  private Vertx vertx;
  private Bus asker;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    BusCodecs.register(vertx.eventBus());
    asker = new Bus(vertx);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Bus answerWith(int atOnce, Function<CountTokens, TokensCounted> handler) {
    Bus room = new Bus(vertx);
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return room.answer(AT, atOnce, handler);
              }
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await();
    return room;
  }

  @Test
  void refusesBeyondItsBoundAndServesTheRestTogether() throws Exception {
    Promise<TokensCounted> gate = Promise.promise();
    answerWith(3, asked -> gate.future().await());
    List<Future<TokensCounted>> asked =
        IntStream.range(0, 5).mapToObj(i -> asker.request(AT, ASKED, DEADLINE)).toList();
    BusFailure fourth = failure(asked.get(3));
    BusFailure fifth = failure(asked.get(4));
    assertThat(List.of(fourth.code(), fifth.code())).containsOnly(FailureCode.OVERLOADED);
    gate.complete(ANSWERED);
    for (Future<TokensCounted> served : asked.subList(0, 3)) {
      assertThat(served.await(20, TimeUnit.SECONDS)).isEqualTo(ANSWERED);
    }
    assertThat(asker.request(AT, ASKED, DEADLINE).await(20, TimeUnit.SECONDS))
        .as("a slot is free again")
        .isEqualTo(ANSWERED);
  }

  private static BusFailure failure(Future<?> asked) {
    return (BusFailure) asked.transform(done -> Future.succeededFuture(done.cause())).await();
  }

  @Test
  void carriesWhatTheHandlerThrows() {
    answerWith(
        1,
        asked -> {
          throw new BusFailure(FailureCode.CONFLICT, "no");
        });
    BusFailure failure = failure(asker.request(AT, ASKED, DEADLINE));
    assertThat(failure.code()).isEqualTo(FailureCode.CONFLICT);
    assertThat(failure).hasMessage("no");
  }

  @Test
  void hidesWhatIsABug() {
    answerWith(
        1,
        asked -> {
          throw new IllegalStateException("secret detail");
        });
    BusFailure failure = failure(asker.request(AT, ASKED, DEADLINE));
    assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
    assertThat(failure.getMessage()).doesNotContain("secret");
  }

  @Test
  void saysThatNobodyServesAnAddress() {
    assertThat(failure(asker.request(AT, ASKED, DEADLINE)).code())
        .isEqualTo(FailureCode.UNAVAILABLE);
  }

  @Test
  void endsAWaitAtItsDeadline() {
    answerWith(1, asked -> Promise.<TokensCounted>promise().future().await());
    assertThat(failure(asker.request(AT, ASKED, Duration.ofMillis(50))).code())
        .isEqualTo(FailureCode.TIMEOUT);
  }

  @Test
  void carriesTheRequestId() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>();
    answerWith(
        1,
        asked -> {
          seen.set(RequestScope.currentRequestId().orElse("none"));
          return ANSWERED;
        });
    Promise<TokensCounted> answered = Promise.promise();
    vertx.runOnContext(ignored -> {
      RequestScope.of("request-7").enter();
      asker.request(AT, ASKED, DEADLINE).onComplete(answered);
    });
    answered.future().await(20, TimeUnit.SECONDS);
    assertThat(seen).hasValue("request-7");
  }

  @Test
  void drainsWhatItServesAndTakesNoMore() throws Exception {
    Promise<TokensCounted> gate = Promise.promise();
    Promise<Void> entered = Promise.promise();
    Bus room =
        answerWith(
            2,
            asked -> {
              entered.complete();
              return gate.future().await();
            });
    Future<TokensCounted> served = asker.request(AT, ASKED, DEADLINE);
    entered.future().await(20, TimeUnit.SECONDS);
    Future<Void> drained = room.drain(DEADLINE);
    assertThat(drained.isComplete()).isFalse();
    gate.complete(ANSWERED);
    drained.await(20, TimeUnit.SECONDS);
    assertThat(served.await(20, TimeUnit.SECONDS)).isEqualTo(ANSWERED);
    assertThat(failure(asker.request(AT, ASKED, DEADLINE)).code())
        .isEqualTo(FailureCode.UNAVAILABLE);
  }

  @Test
  void doesNotDrainForEver() throws Exception {
    Promise<Void> entered = Promise.promise();
    Bus room =
        answerWith(
            1,
            asked -> {
              entered.complete();
              return Promise.<TokensCounted>promise().future().await();
            });
    asker.request(AT, ASKED, DEADLINE);
    entered.future().await(20, TimeUnit.SECONDS);
    assertThatThrownBy(() -> room.drain(Duration.ofMillis(50)).await())
        .hasMessageContaining("Timeout");
  }
}
