package dev.groundwire.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class MiniLmTest implements EmbeddingModelContract {
  private final LocalModel model =
      LocalModel.open(LocalModelCard.ALL_MINILM_L6, 1, ModelFolder.PATH);

  @Override
  public EmbeddingModel model() {
    return model;
  }

  @AfterAll
  void close() {
    model.close();
  }

  @Test
  void seesExactly254TokensOfAPassage() {
    assertThat(model.description().passageTokens()).isEqualTo(254);
    assertThat(model.countTokens("word ".repeat(254))).isEqualTo(254);
    assertThat(fittingWords()).isEqualTo(254);
  }

  /** Its tokenizer file asks for a cut at 128 tokens, and for padding up to them. */
  @Test
  void readsBeyondTheCutOfItsTokenizerFile() {
    String long128 = "word ".repeat(140);
    assertThat(vector(Purpose.PASSAGE, long128 + "volcano"))
        .isNotEqualTo(vector(Purpose.PASSAGE, long128 + "butter"));
  }

  @Test
  void doesNotMarkAQuery() {
    assertThat(vector(Purpose.QUERY, "wind")).isEqualTo(vector(Purpose.PASSAGE, "wind"));
  }

  @Test
  void equalsAPlainRunOfTheSameFile() throws Exception {
    String text = "A turbine turns wind into electricity.";
    float[][] states = PlainRun.lastHiddenState(model.file(), LocalModelCard.ALL_MINILM_L6, text);
    float[] mean = new float[states[0].length];
    for (float[] token : states) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += token[i] / states.length;
      }
    }
    float[] vector = vector(Purpose.PASSAGE, text);
    assertThat(EmbeddingModelContract.cosine(vector, UnitVector.of(mean)))
        .isCloseTo(1, within(1e-6));
  }
}
