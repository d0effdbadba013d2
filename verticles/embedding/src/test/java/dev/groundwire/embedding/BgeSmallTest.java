package dev.groundwire.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class BgeSmallTest implements EmbeddingModelContract {
  private final LocalModel model =
      LocalModel.open(LocalModelCard.BGE_SMALL_EN, 1, ModelFolder.PATH);

  @Override
  public EmbeddingModel model() {
    return model;
  }

  @AfterAll
  void close() {
    model.close();
  }

  @Test
  void seesExactly510TokensOfAPassage() {
    assertThat(model.description().passageTokens()).isEqualTo(510);
    assertThat(model.countTokens("word ".repeat(510))).isEqualTo(510);
    assertThat(fittingWords()).isEqualTo(510);
  }

  @Test
  void marksAQuery() {
    assertThat(vector(Purpose.QUERY, "wind"))
        .isNotEqualTo(vector(Purpose.PASSAGE, "wind"))
        .isEqualTo(
            vector(
                Purpose.PASSAGE, "Represent this sentence for searching relevant passages: wind"));
  }

  @Test
  void aCutQueryEndsAtTheWindow() {
    assertThat(vector(Purpose.QUERY, "word ".repeat(2000) + "cat"))
        .isEqualTo(vector(Purpose.QUERY, "word ".repeat(600)));
  }

  @Test
  void namesTheRevisionOfItsFile() {
    assertThat(model.description().model()).isEqualTo("bge-small-en-v1.5-q@6c9c6101a956");
  }

  @Test
  void equalsAPlainRunOfTheSameFile() throws Exception {
    String text = "A turbine turns wind into electricity.";
    float[][] states = PlainRun.lastHiddenState(model.file(), LocalModelCard.BGE_SMALL_EN, text);
    assertThat(vector(Purpose.PASSAGE, text)).isEqualTo(UnitVector.of(states[0]));
  }
}
