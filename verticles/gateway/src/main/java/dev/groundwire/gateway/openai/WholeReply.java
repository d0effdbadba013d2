package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.gateway.http.JsonReply;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.IntConsumer;

/** At once, when it is complete. */
final class WholeReply implements GroundedReply {
  private final RoutingContext http;
  private final CompletionHead head;
  private final Patience patience;
  private final StringBuilder text = new StringBuilder();
  private IntConsumer granted = items -> {};

  WholeReply(RoutingContext http, CompletionHead head, Duration longest) {
    this.http = http;
    this.head = head;
    this.patience = new Patience(http, longest);
  }

  @Override
  public void follow(IntConsumer items) {
    granted = items;
  }

  @Override
  public void text(String literal) {
    text.append(RecordJson.read(literal, String.class));
  }

  @Override
  public void item() {
    granted.accept(1);
  }

  @Override
  public void done(String finishReason, TokenUsage usage, JsonNode grounding) {
    patience.end();
    ObjectNode whole = head.json("chat.completion");
    ObjectNode choice = whole.putArray("choices").addObject().put("index", 0);
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", text.toString())
        .putNull("refusal")
        .set("groundwire", grounding);
    choice.putNull("logprobs").put("finish_reason", finishReason);
    whole.set("usage", UsageChunk.usage(usage));
    JsonReply.ok(http, whole);
  }

  @Override
  public void fail(Throwable why) {
    patience.end();
    http.fail(why);
  }
}
