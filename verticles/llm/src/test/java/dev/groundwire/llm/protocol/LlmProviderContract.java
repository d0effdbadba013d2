package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.TokenBatch;
import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.dispatch.AttemptFailure;
import dev.groundwire.testing.VertxFixture;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What every provider does. */
public interface LlmProviderContract {
  VertxFixture fixture();

  ProviderConfig provider();

  /** One whose source of answers is gone. */
  ProviderConfig broken() throws TimeoutException;

  /** Something the provider answers with several pieces. */
  Generate answerable();

  /** What it then writes. */
  String answer();

  /** The same, ended by its limit of tokens. */
  Generate limited();

  private Reader<Generate, GenerationItem> ask(Generate request) {
    return Reader.of(fixture().vertx(), LlmBus.GENERATE, request);
  }

  /** Serves with that provider alone, until the test's end. */
  DirectRoom open(ProviderConfig provider) throws TimeoutException;

  @Test
  default void tellsThatItBeganThenTheTextThenHowItEnded() throws TimeoutException {
    open(provider());
    Reader<Generate, GenerationItem> reader = ask(answerable()).awaitEnd();
    List<GenerationItem> items = reader.items();
    assertThat(items.getFirst()).isInstanceOf(CallBegan.class);
    assertThat(items.getLast()).isInstanceOf(CallEnded.class);
    assertThat(items.subList(1, items.size() - 1))
        .isNotEmpty()
        .allMatch(TokenBatch.class::isInstance);
    assertThat(reader.text()).isEqualTo(answer());
    assertThat(reader.ending().finishReason()).isEqualTo("stop");
    assertThat(reader.ending().usage().promptTokens()).isPositive();
    assertThat(reader.ending().usage().completionTokens()).isPositive();
  }

  @Test
  default void saysThatItsLimitEndedTheText() throws TimeoutException {
    open(provider());
    assertThat(ask(limited()).awaitEnd().ending().finishReason()).isEqualTo("length");
  }

  @Test
  default void writesTheSameAgain() throws TimeoutException {
    open(provider());
    String first = ask(answerable()).awaitEnd().text();
    assertThat(ask(answerable()).awaitEnd().text()).isEqualTo(first);
  }

  @Test
  default void tellsNothingAfterACancellation() throws TimeoutException {
    open(provider());
    Reader<Generate, GenerationItem> reader = ask(answerable());
    reader.cancel();
    ask(answerable()).awaitEnd();
    assertThat(reader.isOver()).isFalse();
  }

  @Test
  default void failsForAPersonToReadAndBeforeItBegan()
      throws TimeoutException, InterruptedException {
    DirectRoom room = open(broken());
    Reader<Generate, GenerationItem> reader = ask(answerable());
    BusFailure failure = reader.failure();
    assertThat(failure).hasMessageEndingWith(".");
    assertThat(reader.items()).isEmpty();
    assertThat(room.failure().kind()).isEqualTo(AttemptFailure.Kind.PROVIDER_FAILED);
  }
}
