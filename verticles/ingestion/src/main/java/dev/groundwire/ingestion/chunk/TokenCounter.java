package dev.groundwire.ingestion.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks the model's tokenizer in batches that are bounded in texts and in characters. */
final class TokenCounter {
  private static final int TEXTS = 4096;
  private static final int CHARACTERS = 1 << 20;

  private final String text;
  private final Function<List<String>, List<Integer>> tokenizer;

  TokenCounter(String text, Function<List<String>, List<Integer>> tokenizer) {
    this.text = text;
    this.tokenizer = tokenizer;
  }

  List<Integer> count(List<Span> spans) {
    List<Integer> counts = new ArrayList<>(spans.size());
    List<String> batch = new ArrayList<>();
    int characters = 0;
    for (Span span : spans) {
      if (batch.size() == TEXTS || characters + span.length() > CHARACTERS) {
        flush(batch, counts);
        characters = 0;
      }
      batch.add(text.substring(span.start(), span.end()));
      characters += span.length();
    }
    flush(batch, counts);
    return counts;
  }

  private void flush(List<String> batch, List<Integer> counts) {
    if (batch.isEmpty()) {
      return;
    }
    List<Integer> answer = tokenizer.apply(List.copyOf(batch));
    if (answer.size() != batch.size()) {
      throw new IllegalStateException(
          "the tokenizer counted " + answer.size() + " of " + batch.size() + " texts");
    }
    counts.addAll(answer);
    batch.clear();
  }
}
