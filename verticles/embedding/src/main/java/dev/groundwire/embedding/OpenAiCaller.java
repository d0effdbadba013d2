package dev.groundwire.embedding;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.platform.telemetry.Trail;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Sends texts that fit the window, again where that may help. */
final class OpenAiCaller implements EmbeddingModel.Caller {
  private final EmbeddingsCall call;
  private final Retries retries;
  private final OpenAiModel model;
  private final Counter errors;

  OpenAiCaller(EmbeddingsCall call, Retries retries, OpenAiModel model, MeterRegistry meters) {
    this.errors =
        Counter.builder("external.request.errors")
            .tags("service", "embedding", "operation", "embeddings")
            .register(meters);
    this.call = call;
    this.retries = retries;
    this.model = model;
  }

  @Override
  public List<float[]> embed(Purpose purpose, List<String> texts) {
    return embed(Trail.current(), purpose, texts);
  }

  @Override
  public List<float[]> embed(Trail asker, Purpose purpose, List<String> texts) {
    List<String> fitting =
        texts.stream()
            .map(text -> purpose == Purpose.QUERY ? cut(text) : requireFitting(text))
            .toList();
    return retries.until(() -> counted(call.send(asker, fitting)));
  }

  private CallOutcome counted(CallOutcome outcome) {
    if (!(outcome instanceof CallOutcome.Embedded)) {
      errors.increment();
    }
    return outcome;
  }

  private String requireFitting(String text) {
    int count = model.countTokens(text);
    if (count > model.window()) {
      throw new BusFailure(
          FailureCode.UNPROCESSABLE,
          "A text has some "
              + count
              + " tokens, and the embedding endpoint sees "
              + model.window()
              + ": split it.");
    }
    return text;
  }

  private String cut(String text) {
    String rest = text;
    for (int count = model.countTokens(rest);
        count > model.window();
        count = model.countTokens(rest)) {
      long share = (long) rest.length() * model.window() / count;
      int end = (int) Math.min(share, rest.length() - 1);
      rest = rest.substring(0, Character.isLowSurrogate(rest.charAt(end)) ? end - 1 : end);
    }
    return rest;
  }

  @Override
  public void close() {}
}
