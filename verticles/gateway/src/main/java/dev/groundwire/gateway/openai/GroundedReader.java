package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.LogEntries;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.gateway.answers.LogReader;
import dev.groundwire.gateway.http.StoredFailure;
import java.util.UUID;

/** Reads the log of an answer and tells it as a completion. */
final class GroundedReader implements LogReader {
  private final UUID answerId;
  private final GroundedReply reply;
  private final ObjectNode grounding = JsonNodeFactory.instance.objectNode();
  private final ArrayNode citations = JsonNodeFactory.instance.arrayNode();
  private boolean ended;

  GroundedReader(UUID answerId, GroundedReply reply) {
    this.answerId = answerId;
    this.reply = reply;
    grounding.put("answerId", answerId.toString()).putArray("sources");
    grounding.set("citations", citations);
  }

  /** True when the answer is no longer being written. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public void item(LogEntries log) {
    log.entries().forEach(this::entry);
    if (!ended) {
      reply.item();
    }
  }

  private void entry(LogEntry entry) {
    switch (entry.type()) {
      case "delta" -> reply.text(DeltaText.literalOf(entry.data()));
      case "sources" -> grounding.set("sources", Chunks.parse(entry.data()).path("sources"));
      case "citation" -> citations.add(Chunks.parse(entry.data()));
      case "done" -> {
        ended = true;
        done(RecordJson.read(entry.data(), Done.class));
      }
      case "error" -> {
        ended = true;
        reply.fail(StoredFailure.of(entry.data(), "answerId", answerId));
      }
      default -> {} // how far it is, for which chat completions have no words
    }
  }

  private void done(Done done) {
    switch (done.finishReason) {
      case "cancelled" -> reply.fail(OpenAiErrors.cancelled());
      case "length" -> reply.done("length", done.usage, grounding);
      default -> reply.done("stop", done.usage, grounding);
    }
  }

  @Override
  public void end() {
    if (!ended) {
      reply.fail(new IllegalStateException("the answer's log ended without its end"));
    }
  }

  @Override
  public void fail(BusFailure why) {
    if (!ended) {
      reply.fail(why);
    }
  }

  private record Done(String finishReason, TokenUsage usage) {}
}
