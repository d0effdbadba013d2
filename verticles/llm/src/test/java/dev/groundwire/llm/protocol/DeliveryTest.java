package dev.groundwire.llm.protocol;

import static dev.groundwire.llm.protocol.DirectRoom.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.StreamAddress;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.Complete;
import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.TokenBatch;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeliveryTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final CallEnded ENDED = new CallEnded("stop", new TokenUsage(1, 1));
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int MOST_UNREAD = 4_096;

  private String deployment = "";

  /** What a reader gets when text is written like that. */
  private Reader<Generate, GenerationItem> read(
      Duration coalesce, BiConsumer<WrittenText, Delivery<GenerationItem>> writing)
      throws TimeoutException {
    return read(LlmBus.GENERATE, Requests.generate(), WrittenText::new, coalesce, writing);
  }

  private <Q extends Record, M, G extends Gathered<M>> Reader<Q, M> read(
      StreamAddress<Q, M> at,
      Q asked,
      Supplier<G> empty,
      Duration coalesce,
      BiConsumer<G, Delivery<M>> writing)
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
                            at,
                            1,
                            (request, out) -> {
                              G gathered = empty.get();
                              Pace pace = new Pace(coalesce, MOST_UNREAD);
                              writing.accept(
                                  gathered, new Delivery<>(vertx, NOW_MILLIS, pace, out, gathered));
                            });
                  }
                })
            .await(30, TimeUnit.SECONDS);
    return Reader.of(VERTX.vertx(), at, asked);
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
        read(Duration.ofMillis(20), (text, delivery) -> write(text, delivery, "a", "b"));
    assertThat(batches(reader.awaitItems(2))).containsExactly("a", "b");
  }

  @Test
  void gathersChunksByWhatTheySay() throws TimeoutException {
    String chunk = "{" + " ".repeat(198) + "}";
    Reader<Complete, CompletionItem> reader =
        read(
            LlmBus.COMPLETE,
            Requests.complete(new JsonObject()),
            WrittenChunks::new,
            LONG,
            (chunks, delivery) -> {
              for (int i = 0; i < 10; i++) {
                chunks.add(chunk, 4);
                delivery.written();
              }
              chunks.add(chunk, 600);
              delivery.written();
            });
    assertThat(reader.awaitItems(2).text().lines()).hasSize(11);
    assertThat(((CompletionChunk) reader.items().getFirst()).data().lines()).hasSize(1);
  }

  @Test
  void handsOnAtOnceWhatWouldPauseTheProvider() throws TimeoutException {
    Reader<Complete, CompletionItem> reader =
        read(
            LlmBus.COMPLETE,
            Requests.complete(new JsonObject()),
            WrittenChunks::new,
            LONG,
            (chunks, delivery) -> {
              chunks.add("{}", 1);
              delivery.written();
              chunks.add("{" + " ".repeat(MOST_UNREAD) + "}", 1);
              delivery.written();
            });
    assertThat(reader.awaitItems(2).items()).hasSize(2);
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
