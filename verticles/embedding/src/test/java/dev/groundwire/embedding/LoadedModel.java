package dev.groundwire.embedding;

import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import java.util.List;

/** A process of its own that embeds one text. */
final class LoadedModel {
  private LoadedModel() {}

  public static void main(String[] arguments) {
    try (LocalModel model = LocalModel.open(LocalModelCard.ALL_MINILM_L6, 1, ModelFolder.PATH);
        EmbeddingModel.Caller caller = model.newCaller()) {
      caller.embed(Purpose.PASSAGE, List.of("word"));
    }
  }
}
