package dev.groundwire.embedding;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.platform.telemetry.Trail;
import java.util.List;

/** What turns texts into vectors. Its methods are for threads that may block. */
public interface EmbeddingModel extends AutoCloseable {
  ModelDescribed description();

  /** Texts that a caller takes at a time. */
  int slice();

  /** Callers that are worth having at once. */
  int callers();

  /** Each thread needs its own. */
  Caller newCaller();

  /** Tokens of a text as the model sees it, special tokens not counted. */
  int countTokens(String text);

  /** After its callers. */
  @Override
  void close();

  /** One thread's way to the model. */
  interface Caller extends AutoCloseable {
    /**
     * One unit vector a text, in order, each the same whatever other texts stand beside it. A query
     * that is longer than the window is cut to it.
     *
     * @throws BusFailure as {@code UNPROCESSABLE} for another text that is longer
     */
    List<float[]> embed(Purpose purpose, List<String> texts);

    /** The same; a model that is asked elsewhere is asked for that request. */
    default List<float[]> embed(Trail asker, Purpose purpose, List<String> texts) {
      return embed(purpose, texts);
    }

    @Override
    void close();
  }
}
