package dev.groundwire.retrieval;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stands in for the embedding room on the bus: a text is the sum of its words, and a few words mean
 * the same. A text of more than 64 words does not fit.
 */
final class HashedEmbeddings extends VerticleBase {
  static final String MODEL = "hashed@1";

  /** Served besides. */
  static final String OTHER = "hashed@2";

  private static final int DIMENSIONS = 256;
  private static final int WINDOW = 64;
  private static final Map<String, String> SAME_MEANING =
      Map.of("automobile", "car", "vehicle", "car", "physician", "doctor", "medic", "doctor");

  private volatile Optional<BusFailure> failure = Optional.empty();
  private final Set<String> served = Set.of(MODEL, OTHER);
  private volatile String model = MODEL;

  /** From now on the room fails like this. */
  void failWith(BusFailure refusal) {
    failure = Optional.of(refusal);
  }

  void work() {
    failure = Optional.empty();
    model = MODEL;
  }

  void become(String otherModel) {
    model = otherModel;
  }

  @Override
  public Future<?> start() {
    return new Bus(vertx).answer(EmbeddingBus.EMBED_TEXTS, 64, this::embed);
  }

  private TextsEmbedded embed(EmbedTexts asked) {
    failure.ifPresent(refusal -> {
      throw refusal;
    });
    boolean isCut = asked.purpose() == EmbedTexts.Purpose.QUERY;
    String answering = asked.model().filter(served::contains).orElse(model);
    if (asked.model().isPresent() && !asked.model().get().equals(answering)) {
      throw new BusFailure(FailureCode.NOT_FOUND, asked.model().get() + " is not served");
    }
    return new TextsEmbedded(
        answering,
        asked.texts().stream()
            .map(text -> isCut ? beginning(text) : text)
            .map(text -> answering.equals(OTHER) ? other(text) : vector(text))
            .toList());
  }

  /** Another direction for each word than {@link #vector} gives it. */
  static float[] other(String text) {
    float[] straight = vector(text);
    float[] turned = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      turned[DIMENSIONS - 1 - i] = straight[i];
    }
    return turned;
  }

  private static String beginning(String text) {
    return String.join(" ", Arrays.stream(text.split(" ")).limit(WINDOW).toList());
  }

  static float[] vector(String text) {
    List<String> words = List.of(text.toLowerCase(Locale.ROOT).split("\\W+"));
    if (words.size() > WINDOW) {
      throw new BusFailure(FailureCode.UNPROCESSABLE, "text is longer than the model's window");
    }
    float[] sum = new float[DIMENSIONS];
    sum[0] = 0.01f; // so that no text has the vector 0
    for (String word : words) {
      sum[Math.floorMod(SAME_MEANING.getOrDefault(word, word).hashCode(), DIMENSIONS)] += 1;
    }
    double length = 0;
    for (float value : sum) {
      length += value * value;
    }
    for (int i = 0; i < DIMENSIONS; i++) {
      sum[i] /= (float) Math.sqrt(length);
    }
    return sum;
  }
}
