package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CallBegan;
import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.Complete;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.testing.provider.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class OpenAiAdapterTest extends LanguageModelContract {
  private static final JsonObject ASKED =
      new JsonObject()
          .put("model", "model")
          .put("stream", false)
          .put("messages", new JsonArray().add(new JsonObject().put("role", "user")))
          .put("tools", new JsonArray().add(new JsonObject().put("type", "function")))
          .put("x_unknown", new JsonObject().put("deep", 1.50));

  @Override
  Wire wire() {
    return Wire.OPENAI;
  }

  @Test
  void sendsTheKeyAsBearer() throws TimeoutException {
    open();
    generate().awaitEnd();
    assertThat(seen().headers()).containsEntry("authorization", "Bearer " + Providers.KEY);
    assertThat(seen().body().getJsonObject("stream_options").getBoolean("include_usage")).isTrue();
  }

  @Test
  void passesARequestOnWithAllItsFields() throws TimeoutException {
    open();
    complete(ASKED).awaitEnd();
    JsonObject expected =
        ASKED
            .copy()
            .put("model", "upstream-model")
            .put("stream", true)
            .put("stream_options", new JsonObject().put("include_usage", true));
    assertThat(seen().body()).isEqualTo(expected);
  }

  @Test
  void passesChunksOnAsTheyCame() throws TimeoutException {
    open();
    String stream =
        wire().begin(1)
            + wire().think("hm")
            + wire().say("Hi 🎉")
            + wire().call("c1", "look", "{\"a\":", "1}")
            + wire().end("tool_calls", 3, 4);
    upstream().next(Scripts.raw(stream));
    Reader<Complete, CompletionItem> reader = complete(ASKED).awaitEnd();
    String chunks =
        stream.replace("data: [DONE]\n\n", "").replace("data: ", "").replace("\n\n", "\n");
    assertThat(reader.text()).isEqualTo(chunks);
    assertThat(reader.items().getFirst()).isEqualTo(new CallBegan("upstream-model", "tested"));
    assertThat(reader.ending()).isEqualTo(new CallEnded("tool_calls", new TokenUsage(3, 4)));
  }

  @Test
  void beginsWithTheFirstPartOfAToolCall() throws TimeoutException {
    open();
    upstream().next(Scripts.then(new Step.Stall(), wire().call("c1", "look")));
    complete(ASKED).awaitText();
  }

  @Test
  void passesAWholeCompletionOnAsAChunk() throws TimeoutException {
    open();
    upstream().next(Scripts.whole(wire().whole("All at once")));
    JsonObject chunk = new JsonObject(complete(ASKED).awaitEnd().text());
    assertThat(chunk.getString("object")).isEqualTo("chat.completion.chunk");
    assertThat(
            chunk
                .getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("delta")
                .getString("content"))
        .isEqualTo("All at once");
  }

  @Test
  void passesAWithheldAnswerOn() throws TimeoutException {
    open();
    upstream().next(Scripts.raw(wire().begin(1), wire().end("content_filter", 1, 0)));
    assertThat(complete(ASKED).awaitEnd().ending().finishReason()).isEqualTo("content_filter");
  }

  @Test
  void handsNothingOnOfAnAttemptThatFailedBeforeItBegan() throws TimeoutException {
    open();
    upstream().next(Scripts.raw(wire().begin(1), wire().error("server_error", "no")));
    Reader<Complete, CompletionItem> reader = complete(ASKED);
    assertThat(reader.failure()).hasMessageEndingWith(".");
    assertThat(reader.items()).isEqualTo(List.of());
  }

  @Test
  void reservesNoMoreThanMayBeWrittenWhateverIsAskedFor()
      throws TimeoutException, InterruptedException {
    DirectRoom room = open();
    complete(ASKED.copy().put("max_tokens", Integer.MAX_VALUE)).awaitEnd();
    assertThat(room.reserved()).isBetween(1_001, 1_100);
    complete(ASKED.copy().put("x_unknown", "x".repeat(1_000_000))).awaitEnd();
    assertThat(room.reserved()).isEqualTo(101_000);
  }

  @Test
  void endsACallWhoseAnswerCannotBeHandedOn() throws TimeoutException {
    open(new DirectRoom(provider()).breakingWhenACallBegins());
    upstream().next(Scripts.then(new Step.Stall(), wire().say("Hi")));
    assertThat(complete(ASKED).failure().code()).isEqualTo(FailureCode.INTERNAL);
    Reader.await(seen().closedByClient());
  }
}
