package dev.groundwire.loadtests;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.groundwire.embedding.LocalModel;
import dev.groundwire.embedding.LocalModelCard;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The model that the product embeds with, in the plainest program that uses the machine well: one
 * session, one caller a core, one text a run; tokens in, unit vectors out, nothing else.
 */
final class BareModel implements AutoCloseable {
  private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";
  private static final String QUERY = "Represent this sentence for searching relevant passages: ";
  private static final int DIMENSIONS = 384;

  private final String identity;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final HuggingFaceTokenizer tokenizer;

  private BareModel(String identity, Path file, InputStream tokens)
      throws OrtException, IOException {
    this.identity = identity;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(file.toString(), options);
    }
    tokenizer =
        HuggingFaceTokenizer.newInstance(tokens, Map.of("truncation", "false", "padding", "false"));
  }

  /**
   * @param folder where the product unpacks the model and its libraries
   */
  static BareModel open(Path folder) throws OrtException, IOException {
    try (LocalModel product = LocalModel.open(LocalModelCard.BGE_SMALL_EN, 1, folder);
        InputStream tokens = BareModel.class.getResourceAsStream(TOKENIZER)) {
      if (tokens == null) {
        throw new FileNotFoundException(TOKENIZER + " is not on the class path");
      }
      return new BareModel(product.description().model(), product.file(), tokens);
    }
  }

  /** As the product writes it beside each vector. */
  String identity() {
    return identity;
  }

  float[] query(String text) throws OrtException {
    return vector(QUERY + text);
  }

  float[] vector(String text) throws OrtException {
    long[] ids = tokenizer.encode(text, true, false).getIds();
    long[] mask = new long[ids.length];
    Arrays.fill(mask, 1);
    long[] shape = {1, ids.length};
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
        OnnxTensor typeTensor =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", idTensor,
                    "attention_mask", maskTensor,
                    "token_type_ids", typeTensor))) {
      return firstToken(((OnnxTensor) result.get(0)).getFloatBuffer());
    }
  }

  private static float[] firstToken(FloatBuffer states) {
    float[] vector = new float[DIMENSIONS];
    states.get(0, vector);
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    float length = (float) Math.sqrt(square);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  /** All texts, by as many callers. */
  List<float[]> vectors(List<String> texts, int callers)
      throws InterruptedException, ExecutionException {
    float[][] vectors = new float[texts.size()][];
    AtomicInteger next = new AtomicInteger();
    Callable<Integer> caller =
        () -> {
          int done = 0;
          for (int i = next.getAndIncrement(); i < vectors.length; i = next.getAndIncrement()) {
            vectors[i] = vector(texts.get(i));
            done++;
          }
          return done;
        };
    List<Callable<Integer>> all = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      all.add(caller);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (Future<Integer> done : threads.invokeAll(all)) {
        done.get();
      }
    }
    return List.of(vectors);
  }

  @Override
  public void close() throws OrtException {
    tokenizer.close();
    session.close();
  }
}
