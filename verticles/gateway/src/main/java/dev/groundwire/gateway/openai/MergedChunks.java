package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.llm.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One {@code chat.completion} of many {@code chat.completion.chunk}. */
final class MergedChunks {
  private final Map<String, @Nullable Object> whole = new LinkedHashMap<>();
  private final Map<Integer, Choice> choices = new TreeMap<>();
  private @Nullable JsonNode usage;

  boolean isEmpty() {
    return choices.isEmpty();
  }

  void add(ObjectNode chunk) {
    for (Map.Entry<String, JsonNode> field : chunk.properties()) {
      switch (field.getKey()) {
        case "choices" ->
            field
                .getValue()
                .forEach(choice ->
                    choices.computeIfAbsent(choice.path("index").asInt(), Choice::new).add(choice));
        case "usage" -> usage = field.getValue().isObject() ? field.getValue() : usage;
        case "object" -> whole.put("object", "chat.completion");
        default -> {
          if (!field.getValue().isNull()) {
            whole.put(field.getKey(), field.getValue());
          }
        }
      }
    }
  }

  /** What was counted here, for providers that say nothing. */
  void usage(TokenUsage counted) {
    if (usage == null) {
      usage = UsageChunk.usage(counted);
    }
  }

  Map<String, @Nullable Object> whole() {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    choices.values().forEach(choice -> all.add(choice.whole()));
    whole.put("object", "chat.completion");
    whole.put("choices", all);
    whole.put("usage", usage);
    return whole;
  }

  private static final class Choice {
    private final Map<String, @Nullable Object> choice = new LinkedHashMap<>();
    private final MergedObject message = new MergedObject();
    private final MergedObject logprobs = new MergedObject();
    private boolean hasLogprobs;

    Choice(int index) {
      choice.put("index", index);
      choice.put("finish_reason", null);
    }

    void add(JsonNode chunk) {
      for (Map.Entry<String, JsonNode> field : chunk.properties()) {
        JsonNode value = field.getValue();
        switch (field.getKey()) {
          case "delta" -> message.add(value);
          case "logprobs" -> {
            hasLogprobs |= value.isObject();
            logprobs.add(value);
          }
          case "index" -> {}
          default -> {
            if (!value.isNull()) {
              choice.put(field.getKey(), value);
            }
          }
        }
      }
    }

    Map<String, @Nullable Object> whole() {
      Map<String, @Nullable Object> said = new LinkedHashMap<>();
      said.put("role", "assistant");
      said.put("content", null);
      said.put("refusal", null);
      said.putAll(message.fields());
      choice.put("message", said);
      choice.put("logprobs", hasLogprobs ? logprobs.fields() : null);
      return choice;
    }
  }
}
