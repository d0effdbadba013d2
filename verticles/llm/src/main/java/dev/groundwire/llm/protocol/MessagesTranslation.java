package dev.groundwire.llm.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.groundwire.bus.llm.TokenUsage;
import org.jspecify.annotations.Nullable;

/** The events of a message as chunks of a chat completion. */
final class MessagesTranslation implements MessagesReading.Taker {
  private final WrittenChunks chunks;
  private final long created;
  private final StringBuilder line = new StringBuilder();
  private String head;

  /** Of the tool calls so far; the chat completions protocol counts them apart from text. */
  private int calls;

  private boolean callIsOpen;
  private boolean callHasInput;

  /**
   * @param created in seconds since the epoch
   */
  MessagesTranslation(WrittenChunks chunks, String model, long created) {
    this.chunks = chunks;
    this.created = created;
    this.head = head("chatcmpl-groundwire", model);
  }

  private String head(String id, String model) {
    StringBuilder text = new StringBuilder("{\"id\":\"");
    quote(id, text);
    text.append("\",\"object\":\"chat.completion.chunk\",\"created\":").append(created);
    text.append(",\"model\":\"");
    quote(model, text);
    return text.append("\",\"choices\":[").toString();
  }

  private static void quote(CharSequence value, StringBuilder into) {
    JsonStringEncoder.getInstance().quoteAsString(value, into);
  }

  @Override
  public boolean take(MessagesEvent event) {
    return switch (event.type()) {
      case "message_start" -> start(event);
      case "content_block_start" -> startBlock(event);
      case "content_block_delta" -> delta(event);
      case "content_block_stop" -> stopBlock();
      default -> false;
    };
  }

  private boolean start(MessagesEvent event) {
    String id = event.id();
    String model = event.model();
    if (id != null && model != null) {
      head = head(id, model);
    }
    add("{\"role\":\"assistant\",\"content\":\"\"}", null, 0);
    return false;
  }

  private boolean startBlock(MessagesEvent event) {
    if (event.blockType().equals("tool_use")) {
      callIsOpen = true;
      callHasInput = false;
      line.setLength(0);
      line.append("{\"tool_calls\":[{\"index\":").append(calls).append(",\"id\":\"");
      quote(orEmpty(event.id()), line);
      line.append("\",\"type\":\"function\",\"function\":{\"name\":\"");
      quote(orEmpty(event.name()), line);
      add(line.append("\",\"arguments\":\"\"}}]}").toString(), null, 0);
      return true;
    }
    return addText(event.blockType().equals("thinking") ? "reasoning_content" : "content", event);
  }

  private boolean delta(MessagesEvent event) {
    return switch (event.deltaType()) {
      case "text_delta" -> addText("content", event);
      case "thinking_delta" -> addText("reasoning_content", event);
      case "input_json_delta" -> {
        callHasInput |= !event.text().isEmpty();
        yield event.text().isEmpty() || addArguments(event.text());
      }
      default -> false;
    };
  }

  private boolean stopBlock() {
    if (callIsOpen) {
      if (!callHasInput) {
        addArguments("{}");
      }
      callIsOpen = false;
      calls++;
    }
    return false;
  }

  private boolean addText(String field, MessagesEvent event) {
    if (event.text().isEmpty()) {
      return false;
    }
    line.setLength(0);
    line.append("{\"").append(field).append("\":\"");
    quote(event.text(), line);
    add(line.append("\"}").toString(), null, event.text().length());
    return true;
  }

  private boolean addArguments(CharSequence part) {
    line.setLength(0);
    line.append("{\"tool_calls\":[{\"index\":").append(calls);
    line.append(",\"function\":{\"arguments\":\"");
    quote(part, line);
    add(line.append("\"}}]}").toString(), null, part.length());
    return true;
  }

  private void add(String delta, @Nullable String finishReason, int says) {
    String reason = finishReason == null ? "null" : '"' + finishReason + '"';
    chunks.add(
        head + "{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + reason + "}]}", says);
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  @Override
  public void end(String reason, TokenUsage usage) {
    add("{}", reason, 0);
    int prompt = usage.promptTokens();
    int completion = usage.completionTokens();
    chunks.add(
        head
            + "],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}}"
                .formatted(prompt, completion, (long) prompt + completion),
        0);
  }

  @Override
  public String finishReason(String reason) {
    return reason;
  }
}
