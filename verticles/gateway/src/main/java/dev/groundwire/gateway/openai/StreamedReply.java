package dev.groundwire.gateway.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.gateway.http.EventStream;
import java.util.function.IntConsumer;

/** Chunk by chunk. */
final class StreamedReply implements GroundedReply {
  private static final byte[] AFTER_TEXT = "},\"finish_reason\":null}]}".getBytes(UTF_8);

  private final EventStream stream;
  private final CompletionHead head;
  private final boolean tellsUsage;
  private final byte[] beforeText;
  private boolean hasRole;

  StreamedReply(EventStream stream, CompletionHead head, boolean tellsUsage) {
    this.stream = stream;
    this.head = head;
    this.tellsUsage = tellsUsage;
    stream.lasting();
    String chunk = head.chunk().toString();
    this.beforeText =
        (chunk.substring(0, chunk.length() - 1)
                + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":")
            .getBytes(UTF_8);
  }

  @Override
  public void follow(IntConsumer granted) {
    stream.onTaken(granted);
  }

  @Override
  public void text(String literal) {
    tellRole();
    stream.data(beforeText, literal, AFTER_TEXT);
  }

  @Override
  public void item() {
    stream.item();
  }

  private void tellRole() {
    if (!hasRole) {
      hasRole = true;
      ObjectNode chunk = head.chunk();
      ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
      choice.putObject("delta").put("role", "assistant").put("content", "");
      choice.putNull("finish_reason");
      stream.data(chunk.toString());
    }
  }

  @Override
  public void done(String finishReason, TokenUsage usage, JsonNode grounding) {
    tellRole();
    ObjectNode last = head.chunk();
    ObjectNode choice = last.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta");
    choice.put("finish_reason", finishReason);
    last.set("groundwire", grounding);
    stream.data(last.toString());
    if (tellsUsage) {
      stream.data(UsageChunk.like(head.chunk(), usage).toString());
    }
    stream.data(SseWords.DONE);
    stream.end();
  }

  @Override
  public void fail(Throwable why) {
    SseWords.fail(stream, why);
  }
}
