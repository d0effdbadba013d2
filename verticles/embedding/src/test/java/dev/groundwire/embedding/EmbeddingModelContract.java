package dev.groundwire.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every embedding model keeps to. */
interface EmbeddingModelContract {
  EmbeddingModel model();

  default float[] vector(Purpose purpose, String text) {
    return vectors(purpose, List.of(text)).getFirst();
  }

  default List<float[]> vectors(Purpose purpose, List<String> texts) {
    try (EmbeddingModel.Caller caller = model().newCaller()) {
      List<float[]> vectors = new ArrayList<>();
      for (int i = 0; i < texts.size(); i += model().slice()) {
        vectors.addAll(
            caller.embed(purpose, texts.subList(i, Math.min(i + model().slice(), texts.size()))));
      }
      return vectors;
    }
  }

  static double cosine(float[] one, float[] other) {
    return IntStream.range(0, one.length).mapToDouble(i -> (double) one[i] * other[i]).sum();
  }

  /** The longest run of words that counts no more than the window. */
  default int fittingWords() {
    int words = 1;
    while (model().countTokens("word ".repeat(words + 1))
        <= model().description().passageTokens()) {
      words++;
    }
    return words;
  }

  @ParameterizedTest
  @EnumSource
  default void vectorsHaveLengthOneAndTheDescribedDimensions(Purpose purpose) {
    float[] vector = vector(purpose, "A turbine turns wind into electricity.");
    assertThat(vector).hasSize(model().description().dimensions());
    assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-6));
  }

  @Test
  default void similarTextsAreCloserThanUnrelatedOnes() {
    float[] query = vector(Purpose.QUERY, "How does a wind turbine make electricity?");
    float[] similar =
        vector(Purpose.PASSAGE, "A wind turbine turns the wind into electricity with blades.");
    float[] unrelated =
        vector(Purpose.PASSAGE, "Simmer onions in butter until they are soft and golden.");
    assertThat(cosine(query, similar)).isGreaterThan(cosine(query, unrelated) + 0.1);
  }

  @Test
  default void aTextHasTheSameVectorAloneAsAmongOthers() {
    List<String> texts =
        List.of(
            "short",
            "A sentence of middling length about the weather in spring.",
            "word ".repeat(100),
            "42",
            "Ein deutscher Satz steht auch dabei.");
    List<float[]> together = vectors(Purpose.PASSAGE, texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(vector(Purpose.PASSAGE, texts.get(i))).isEqualTo(together.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PASSAGE", "SENTENCE"})
  default void embedsWhatFitsTheWindowAndRefusesOneTokenMore(Purpose purpose) {
    int words = fittingWords();
    assertThat(vector(purpose, "word ".repeat(words))).isNotEmpty();
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> vector(purpose, "word ".repeat(words + 1)))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNPROCESSABLE))
        .withMessageContaining("split it");
  }

  @Test
  default void theLastWordOfAFullWindowCounts() {
    String almost = "word ".repeat(fittingWords() - 1);
    assertThat(vector(Purpose.PASSAGE, almost + "word"))
        .isNotEqualTo(vector(Purpose.PASSAGE, almost + "cat"));
  }

  @Test
  default void cutsAQueryToTheWindow() {
    float[] vector = vector(Purpose.QUERY, "word ".repeat(fittingWords() * 3));
    assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-6));
  }

  @Test
  default void countsNoSpecialTokens() {
    assertThat(model().countTokens("")).isZero();
    assertThat(model().countTokens("word")).isPositive();
  }

  @Test
  default void countsALongTextLikeTheSumOfItsParts() {
    String part = "The quick brown fox jumps over the lazy dog; again! ";
    int one = model().countTokens(part.repeat(100));
    assertThat(model().countTokens(part.repeat(10_000)))
        .isCloseTo(one * 100, within(one * 100 / 1000));
  }

  @Test
  default void takesAnyText() {
    List<String> odd =
        List.of(
            "\ud800 half a pair",
            "nul \u0000 inside",
            "👩‍👩‍👧‍👦 family 🏳️‍🌈",
            "نص عربي قصير",
            "超短文本",
            "x".repeat(200),
            "[CLS] [SEP] [MASK]");
    assertThat(vectors(Purpose.PASSAGE, odd)).hasSize(odd.size());
    odd.forEach(text -> assertThat(model().countTokens(text)).isPositive());
  }
}
