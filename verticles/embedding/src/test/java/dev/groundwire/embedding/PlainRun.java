package dev.groundwire.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The model as its makers' example runs it: no shared memory, no options. */
final class PlainRun {
  private PlainRun() {}

  static float[][] lastHiddenState(Path file, LocalModelCard card, String text) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (BertTokenizer tokenizer = new BertTokenizer(card);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(file.toString(), options)) {
      long[] ids = tokenizer.ids(text);
      long[] mask = new long[ids.length];
      Arrays.fill(mask, 1);
      try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, new long[][] {ids});
          OnnxTensor maskTensor = OnnxTensor.createTensor(environment, new long[][] {mask});
          OnnxTensor types =
              OnnxTensor.createTensor(environment, new long[][] {new long[ids.length]});
          OrtSession.Result result =
              session.run(
                  Map.of(
                      "input_ids", idTensor,
                      "attention_mask", maskTensor,
                      "token_type_ids", types))) {
        return ((float[][][]) result.get(0).getValue())[0];
      }
    }
  }
}
