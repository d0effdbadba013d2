package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.CountTokens;
import dev.groundwire.bus.embedding.DescribeModel;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.bus.embedding.TokensCounted;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Answers for the embedding room: words are tokens, and the vector is made of two lengths. */
final class EmbeddingRoom extends VerticleBase {
  volatile String model = "one";
  volatile Optional<String> other = Optional.empty();
  volatile int textsUntilOverload = Integer.MAX_VALUE;
  final AtomicInteger textsEmbedded = new AtomicInteger();

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    return Future.all(
        bus.answer(EmbeddingBus.DESCRIBE_MODEL, 10, this::describe),
        bus.answer(EmbeddingBus.COUNT_TOKENS, 10, EmbeddingRoom::count),
        bus.answer(EmbeddingBus.EMBED_TEXTS, 10, this::embed));
  }

  private ModelDescribed describe(DescribeModel asked) {
    String served = served(asked.model());
    return new ModelDescribed(served, 2, 40, served.equals(model) ? other : Optional.of(model));
  }

  private String served(Optional<String> asked) {
    return Stream.concat(Stream.of(model), other.stream())
        .filter(each -> each.equals(asked.orElse(model)))
        .findFirst()
        .orElseThrow(() -> new BusFailure(FailureCode.NOT_FOUND, "not served"));
  }

  private static TokensCounted count(CountTokens asked) {
    return new TokensCounted(
        asked.texts().stream().map(text -> text.strip().split("\\s+", -1).length).toList());
  }

  private TextsEmbedded embed(EmbedTexts asked) {
    String served = served(asked.model());
    if (textsEmbedded.get() + asked.texts().size() > textsUntilOverload) {
      throw new BusFailure(FailureCode.OVERLOADED, "full");
    }
    textsEmbedded.addAndGet(asked.texts().size());
    return new TextsEmbedded(served, asked.texts().stream().map(EmbeddingRoom::vector).toList());
  }

  private static float[] vector(String text) {
    double angle = List.of(text).hashCode();
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }
}
