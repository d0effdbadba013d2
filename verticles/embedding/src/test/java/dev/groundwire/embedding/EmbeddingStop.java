package dev.groundwire.embedding;

import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import java.util.List;
import java.util.stream.IntStream;

/** A process of its own whose stop still has texts to embed. */
final class EmbeddingStop {
  private EmbeddingStop() {}

  public static void main(String[] arguments) {
    LocalModel model = LocalModel.open(LocalModelCard.ALL_MINILM_L6, 1, ModelFolder.PATH);
    EmbeddingModel.Caller caller = model.newCaller();
    // Longer and longer, so that more memory is asked for: what crashed was a line of the log about
    // it.
    List<String> left = IntStream.rangeClosed(1, 100).mapToObj("word "::repeat).toList();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> caller.embed(Purpose.PASSAGE, left)));
    System.exit(0);
  }
}
