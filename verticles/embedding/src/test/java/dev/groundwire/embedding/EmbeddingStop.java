package dev.groundwire.embedding;

import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import java.util.Collections;
import java.util.List;

/** A process of its own whose stop still has texts to embed. */
final class EmbeddingStop {
  private EmbeddingStop() {}

  public static void main(String[] arguments) {
    LocalModel model = LocalModel.open(LocalModelCard.ALL_MINILM_L6, 1, ModelFolder.PATH);
    EmbeddingModel.Caller caller = model.newCaller();
    List<String> left = Collections.nCopies(300, "what was accepted is still done");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> caller.embed(Purpose.PASSAGE, left)));
    System.exit(0);
  }
}
