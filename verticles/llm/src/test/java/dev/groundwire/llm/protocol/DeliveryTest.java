package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.TokenBatch;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeliveryTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final CallEnded ENDED = new CallEnded("stop", new TokenUsage(1, 1));
  private static final Duration LONG = Duration.ofMinutes(5);

  private String deployment = "";

  /** What a reader gets when text is written like that. */
  private Reader<Generate, GenerationItem> read(
      Duration coalesce, BiConsumer<WrittenText, Delivery<GenerationItem>> writing)
      throws TimeoutException {
    deployment =
        VERTX
            .vertx()
            .deployVerticle(
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    return new Bus(vertx)
                        .serve(
                            LlmBus.GENERATE,
                            1,
                            (request, out) -> {
                              WrittenText text = new WrittenText();
                              Pace pace = new Pace(coalesce, 1_000);
                              Clock clock = Clock.systemUTC();
                              writing.accept(text, new Delivery<>(vertx, clock, pace, out, text));
                            });
                  }
                })
            .await(30, TimeUnit.SECONDS);
    return Reader.of(VERTX.vertx(), LlmBus.GENERATE, Requests.generate());
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    VERTX.undeploy(deployment);
  }

  private static void write(WrittenText text, Delivery<GenerationItem> delivery, String... pieces) {
    for (String piece : pieces) {
      text.append(piece);
      delivery.written();
    }
  }

  private static List<String> batches(Reader<Generate, GenerationItem> reader) {
    return reader.items().stream()
        .filter(TokenBatch.class::isInstance)
        .map(item -> ((TokenBatch) item).text())
        .toList();
  }

  @Test
  void handsTheFirstTextOnAtOnceAndTheRestTogether() throws TimeoutException {
    Reader<Generate, GenerationItem> reader =
        read(
            LONG,
            (text, delivery) -> {
              write(text, delivery, "a", "b", "c");
              delivery.end(ENDED);
            });
    assertThat(batches(reader.awaitEnd())).containsExactly("a", "bc");
  }

  @Test
  void handsMuchTextOnAtOnce() throws TimeoutException {
    String much = "x".repeat(600);
    Reader<Generate, GenerationItem> reader =
        read(
            LONG,
            (text, delivery) -> {
              write(text, delivery, "a", "b", much, "c");
              delivery.end(ENDED);
            });
    assertThat(batches(reader.awaitEnd())).containsExactly("a", "b" + much, "c");
  }

  @Test
  void handsTextOnAfterItsTimeWhenNothingFollows() throws TimeoutException {
    Reader<Generate, GenerationItem> reader =
        read(
            Duration.ofMillis(20),
            (text, delivery) -> {
              write(text, delivery, "a", "b");
              VERTX.vertx().setTimer(300, fired -> delivery.end(ENDED));
            });
    assertThat(batches(reader.awaitEnd())).containsExactly("a", "b");
  }

  @Test
  void handsEverythingOnAtOnceWithoutATimeToGather() throws TimeoutException {
    Reader<Generate, GenerationItem> reader =
        read(
            Duration.ZERO,
            (text, delivery) -> {
              write(text, delivery, "a", "b", "c");
              delivery.end(ENDED);
            });
    assertThat(batches(reader.awaitEnd())).containsExactly("a", "b", "c");
  }
}
