package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.llm.StartGeneration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What every provider does. */
interface LlmProviderContract {
  int SECONDS = 30;

  Vertx vertx();

  Room room();

  LlmProvider provider();

  /** Something the provider answers with several pieces. */
  StartGeneration answerable();

  /** The same, ended by its limit of tokens. */
  StartGeneration limited();

  /** One whose source of answers is gone. */
  LlmProvider broken();

  private Future<Completion> write(LlmProvider provider, StartGeneration request, TokenSink sink) {
    return room().run(() -> provider.write(request, provider.models().getFirst(), sink));
  }

  private RecordingSink sink(int capacity, boolean cancels) {
    return new RecordingSink(vertx(), capacity, cancels);
  }

  @Test
  default void namesItsModels() {
    assertThat(provider().models()).isNotEmpty().doesNotContain("");
  }

  @Test
  default void writesTextAndSaysHowItEnded() throws TimeoutException {
    RecordingSink sink = sink(10_000, false);
    Completion completion = write(provider(), answerable(), sink).await(SECONDS, TimeUnit.SECONDS);
    assertThat(sink.text()).isNotBlank();
    assertThat(completion.finishReason()).isEqualTo("stop");
    assertThat(completion.usage().promptTokens()).isPositive();
    assertThat(completion.usage().completionTokens()).isPositive();
  }

  @Test
  default void losesNothingToASlowReader() throws TimeoutException {
    RecordingSink fast = sink(10_000, false);
    RecordingSink slow = sink(1, false);
    write(provider(), answerable(), fast).await(SECONDS, TimeUnit.SECONDS);
    write(provider(), answerable(), slow).await(SECONDS, TimeUnit.SECONDS);
    assertThat(slow.text()).isEqualTo(fast.text());
  }

  @Test
  default void returnsAfterACancellation() throws TimeoutException {
    RecordingSink sink = sink(1, true);
    write(provider(), answerable(), sink).await(SECONDS, TimeUnit.SECONDS);
    assertThat(sink.isCancelled()).isTrue();
  }

  @Test
  default void saysThatItsLimitEndedTheText() throws TimeoutException {
    Completion completion =
        write(provider(), limited(), sink(10_000, false)).await(SECONDS, TimeUnit.SECONDS);
    assertThat(completion.finishReason()).isEqualTo("length");
  }

  @Test
  default void failsForAPersonToRead() {
    assertThatThrownBy(
            () -> write(broken(), answerable(), sink(1, false)).await(SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(BusFailure.class)
        .hasMessageEndingWith(".");
  }
}
