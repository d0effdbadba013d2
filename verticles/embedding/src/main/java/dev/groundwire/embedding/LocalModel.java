package dev.groundwire.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.groundwire.bus.embedding.ModelDescribed;
import java.nio.file.Path;

/**
 * A model run by ONNX Runtime in this process: one session that all callers share, each with a
 * thread of its own, one text a run. The quantized models scale activations over the whole batch,
 * so that texts embedded together would change each other's vectors.
 */
public final class LocalModel implements EmbeddingModel {
  private final LocalModelCard card;
  private final int callers;
  private final Path file;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final BertTokenizer tokenizer;

  private LocalModel(LocalModelCard card, int callers, Path file) throws OrtException {
    this.card = card;
    this.callers = callers;
    this.file = file;
    environment = HeldEnvironment.open();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      // Bounded by the longest text and the callers; malloc grew by half a gigabyte more.
      options.setCPUArenaAllocator(true);
      // From a path: four times faster than from bytes.
      session = environment.createSession(file.toString(), options);
    }
    tokenizer = new BertTokenizer(card);
  }

  /**
   * Loads a model, which takes a few tenths of a second.
   *
   * @param folder keeps what has to be unpacked, for the next start
   */
  public static LocalModel open(LocalModelCard card, int callers, Path folder) {
    RuntimeFiles files = new RuntimeFiles(folder);
    files.prepareTokenizer();
    files.prepareRuntime();
    Path file = files.model(card);
    try {
      return new LocalModel(card, callers, file);
    } catch (OrtException refused) {
      throw new IllegalStateException(card.id() + " cannot be loaded from " + file, refused);
    }
  }

  /** What the session was loaded from. */
  public Path file() {
    return file;
  }

  @Override
  public ModelDescribed description() {
    return new ModelDescribed(
        card.identity(), LocalModelCard.DIMENSIONS, card.window() - LocalModelCard.SPECIAL_TOKENS);
  }

  @Override
  public int slice() {
    return 1;
  }

  @Override
  public int callers() {
    return callers;
  }

  @Override
  public Caller newCaller() {
    return new LocalCaller(card, environment, session, tokenizer);
  }

  @Override
  public int countTokens(String text) {
    return tokenizer.count(text);
  }

  @Override
  public void close() {
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException refused) {
      throw new IllegalStateException(card.id() + " does not close", refused);
    }
  }
}
