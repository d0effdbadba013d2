package dev.groundwire.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the session with memory of its own outside the heap, so that nothing is copied to it. */
final class LocalCaller implements EmbeddingModel.Caller {
  /** A query is somebody's input: what is beyond any window is not even tokenized. */
  private static final int LONGEST_WORD = 100;

  private final LocalModelCard card;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final BertTokenizer tokenizer;
  private final String output;
  private final LongBuffer ids;
  private final LongBuffer mask;
  private final LongBuffer types;
  private final FloatBuffer states;

  LocalCaller(
      LocalModelCard card,
      OrtEnvironment environment,
      OrtSession session,
      BertTokenizer tokenizer) {
    this.card = card;
    this.environment = environment;
    this.session = session;
    this.tokenizer = tokenizer;
    this.output = session.getOutputNames().iterator().next();
    this.ids = longs(card.window());
    this.mask = longs(card.window());
    this.types = longs(card.window());
    for (int i = 0; i < card.window(); i++) {
      mask.put(i, 1);
    }
    this.states = direct(card.window() * LocalModelCard.DIMENSIONS * Float.BYTES).asFloatBuffer();
  }

  @Override
  public List<float[]> embed(Purpose purpose, List<String> texts) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (String text : texts) {
      try {
        vectors.add(
            switch (purpose) {
              case QUERY -> query(text);
              case PASSAGE, SENTENCE -> passage(text);
              case BACKFILL -> pieces(text);
            });
      } catch (OrtException failed) {
        throw new IllegalStateException(card.id() + " does not run", failed);
      }
    }
    return vectors;
  }

  private float[] query(String text) throws OrtException {
    String known = text.substring(0, Math.min(text.length(), card.window() * LONGEST_WORD));
    long[] tokens = tokenizer.ids(card.queryPrefix() + known);
    int length = Math.min(tokens.length, card.window());
    ids.clear().put(tokens, 0, length);
    // The closing special token stays at the end of what is left.
    ids.put(length - 1, tokens[tokens.length - 1]);
    return run(length);
  }

  private float[] passage(String text) throws OrtException {
    long[] tokens = tokenizer.ids(text);
    if (tokens.length > card.window()) {
      throw new BusFailure(
          FailureCode.UNPROCESSABLE,
          "A text has "
              + (tokens.length - LocalModelCard.SPECIAL_TOKENS)
              + " tokens, and "
              + card.id()
              + " sees "
              + (card.window() - LocalModelCard.SPECIAL_TOKENS)
              + ": split it.");
    }
    ids.clear().put(tokens);
    return run(tokens.length);
  }

  /** The direction of the sum of all windows of the text: it was cut for another model. */
  private float[] pieces(String text) throws OrtException {
    long[] tokens = tokenizer.ids(text);
    int last = tokens.length - 1;
    int most = card.window() - LocalModelCard.SPECIAL_TOKENS;
    float[] sum = new float[LocalModelCard.DIMENSIONS];
    int from = 1;
    do {
      int count = Math.min(most, last - from);
      ids.clear().put(tokens[0]).put(tokens, from, count).put(tokens[last]);
      float[] piece = run(count + LocalModelCard.SPECIAL_TOKENS);
      for (int d = 0; d < sum.length; d++) {
        sum[d] += piece[d];
      }
      from += count;
    } while (from < last);
    return UnitVector.of(sum);
  }

  private float[] run(int length) throws OrtException {
    long[] shape = {1, length};
    long[] shapeOfStates = {1, length, LocalModelCard.DIMENSIONS};
    try (OnnxTensor idTensor = tensor(ids, length, shape);
        OnnxTensor maskTensor = tensor(mask, length, shape);
        OnnxTensor typeTensor = tensor(types, length, shape);
        OnnxTensor stateTensor =
            OnnxTensor.createTensor(
                environment, states.slice(0, length * LocalModelCard.DIMENSIONS), shapeOfStates)) {
      session
          .run(
              Map.of(
                  "input_ids", idTensor,
                  "attention_mask", maskTensor,
                  "token_type_ids", typeTensor),
              Set.of(),
              Map.of(output, stateTensor))
          .close();
      return UnitVector.of(pool(length));
    }
  }

  private OnnxTensor tensor(LongBuffer memory, int length, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, memory.slice(0, length), shape);
  }

  private float[] pool(int length) {
    float[] vector = new float[LocalModelCard.DIMENSIONS];
    switch (card.pooling()) {
      case FIRST_TOKEN -> states.get(0, vector);
      // The sum points where the mean does, and only the direction is kept.
      case MEAN -> {
        float[] token = new float[LocalModelCard.DIMENSIONS];
        for (int i = 0; i < length; i++) {
          states.get(i * LocalModelCard.DIMENSIONS, token);
          for (int d = 0; d < token.length; d++) {
            vector[d] += token[d];
          }
        }
      }
    }
    return vector;
  }

  private static LongBuffer longs(int count) {
    return direct(count * Long.BYTES).asLongBuffer();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** The garbage collector frees its memory; the session belongs to the model. */
  @Override
  public void close() {}
}
