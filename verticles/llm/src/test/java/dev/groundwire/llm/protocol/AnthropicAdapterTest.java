package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.Complete;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AnthropicAdapterTest extends LanguageModelContract {
  private static final JsonObject ASKED =
      new JsonObject()
          .put("max_tokens", 50)
          .put(
              "messages",
              new JsonArray().add(new JsonObject().put("role", "user").put("content", "Hi")));

  @Override
  Wire wire() {
    return Wire.ANTHROPIC;
  }

  @Test
  void sendsKeyVersionAndSystemApart() throws TimeoutException {
    open();
    generate().awaitEnd();
    assertThat(seen().headers())
        .containsEntry("x-api-key", Providers.KEY)
        .containsEntry("anthropic-version", "2023-06-01")
        .doesNotContainKey("authorization");
    assertThat(seen().body().getString("system")).isEqualTo("Be brief.");
    assertThat(seen().body().getJsonArray("messages")).hasSize(1);
  }

  private static List<JsonObject> chunks(Reader<Complete, CompletionItem> reader) {
    return reader.text().lines().map(JsonObject::new).toList();
  }

  private static JsonObject delta(JsonObject chunk) {
    return chunk.getJsonArray("choices").getJsonObject(0).getJsonObject("delta");
  }

  @Test
  void translatesEventsToChunks() throws TimeoutException {
    open();
    upstream()
        .next(
            Scripts.raw(
                wire().begin(7),
                wire().think("hm"),
                wire().say("Say \"hi\" 🎉\n"),
                wire().call("t1", "look", "{\"a\":", "1}"),
                wire().call("t2", "now"),
                wire().end("tool_calls", 0, 9)));
    Reader<Complete, CompletionItem> reader = complete(ASKED).awaitEnd();
    List<JsonObject> chunks = chunks(reader);
    assertThat(chunks)
        .allSatisfy(chunk -> {
          assertThat(chunk.getString("object")).isEqualTo("chat.completion.chunk");
          assertThat(chunk.getString("id")).isEqualTo("m1");
          assertThat(chunk.getString("model")).isEqualTo("claude");
        });
    assertThat(delta(chunks.get(0)).getString("role")).isEqualTo("assistant");
    assertThat(delta(chunks.get(1)).getString("reasoning_content")).isEqualTo("hm");
    assertThat(delta(chunks.get(2)).getString("content")).isEqualTo("Say \"hi\" 🎉\n");
    assertThat(chunks.subList(3, 8))
        .extracting(chunk -> delta(chunk).getJsonArray("tool_calls").getJsonObject(0).encode())
        .containsExactly(
            "{\"index\":0,\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"\"}}",
            "{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":\"}}",
            "{\"index\":0,\"function\":{\"arguments\":\"1}\"}}",
            "{\"index\":1,\"id\":\"t2\",\"type\":\"function\",\"function\":{\"name\":\"now\",\"arguments\":\"\"}}",
            "{\"index\":1,\"function\":{\"arguments\":\"{}\"}}");
    assertThat(chunks.get(8).getJsonArray("choices").getJsonObject(0).getString("finish_reason"))
        .isEqualTo("tool_calls");
    assertThat(chunks.get(9).getJsonArray("choices")).isEmpty();
    assertThat(chunks.get(9).getJsonObject("usage").getInteger("total_tokens")).isEqualTo(16);
    assertThat(reader.ending()).isEqualTo(new CallEnded("tool_calls", new TokenUsage(7, 9)));
  }

  @Test
  void passesAWholeMessageOnAsChunks() throws TimeoutException {
    open();
    upstream().next(Scripts.whole(wire().whole("All at once")));
    assertThat(chunks(complete(ASKED).awaitEnd()))
        .anySatisfy(
            chunk -> assertThat(delta(chunk).getString("content")).isEqualTo("All at once"));
  }

  @Test
  void refusesWhatItCannotSay() throws TimeoutException, InterruptedException {
    DirectRoom room = open();
    Reader<Complete, CompletionItem> reader = complete(ASKED.copy().put("n", 2));
    assertThat(reader.failure()).hasMessageContaining("without n");
    assertThat(room.failure().kind()).isEqualTo(Kind.NOT_HERE);
    assertThat(upstream().seen()).isEmpty();
  }
}
