package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTranslationTest {
  private static JsonObject translated(String request) {
    return new CompletionTranslation(new JsonObject(request), 1_000).asking("claude");
  }

  @Test
  void translatesAConversationWithToolsAndImages() {
    JsonObject body =
        translated(
            """
            {"max_completion_tokens": 50, "temperature": 1.7, "top_p": 0.9, "stop": "END", "user": "u1",
             "seed": 3, "tool_choice": "required", "parallel_tool_calls": false,
             "tools": [{"type": "function", "function": {"name": "look", "description": "Looks.",
               "parameters": {"type": "object", "properties": {}}}}],
             "messages": [
               {"role": "system", "content": "Be brief."},
               {"role": "developer", "content": [{"type": "text", "text": "Be kind."}]},
               {"role": "user", "content": [{"type": "text", "text": "What is it?"},
                 {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
                 {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]},
               {"role": "assistant", "content": null, "tool_calls": [
                 {"id": "t1", "type": "function", "function": {"name": "look", "arguments": "{\\"a\\":1}"}},
                 {"id": "t2", "type": "function", "function": {"name": "look", "arguments": ""}}]},
               {"role": "tool", "tool_call_id": "t1", "content": "red"},
               {"role": "tool", "tool_call_id": "t2", "content": "blue"},
               {"role": "user", "content": "And?"}]}
            """);
    JsonObject expected =
        new JsonObject(
            """
            {"model": "claude", "max_tokens": 50, "stream": true, "system": "Be brief.\\n\\nBe kind.",
             "temperature": 1.0, "top_p": 0.9, "stop_sequences": ["END"], "metadata": {"user_id": "u1"},
             "tool_choice": {"type": "any", "disable_parallel_tool_use": true},
             "tools": [{"name": "look", "description": "Looks.",
               "input_schema": {"type": "object", "properties": {}}}],
             "messages": [
               {"role": "user", "content": [{"type": "text", "text": "What is it?"},
                 {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}},
                 {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}}]},
               {"role": "assistant", "content": [
                 {"type": "tool_use", "id": "t1", "name": "look", "input": {"a": 1}},
                 {"type": "tool_use", "id": "t2", "name": "look", "input": {}}]},
               {"role": "user", "content": [
                 {"type": "tool_result", "tool_use_id": "t1", "content": "red"},
                 {"type": "tool_result", "tool_use_id": "t2", "content": "blue"},
                 {"type": "text", "text": "And?"}]}]}
            """);
    assertThat(body).isEqualTo(expected);
  }

  @Test
  void limitsWhatNamesNoLimit() {
    assertThat(translated("{\"messages\":[]}").getInteger("max_tokens")).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"messages\":7}",
        "{\"messages\":[7]}",
        "{\"messages\":[{}]}",
        "{\"messages\":[null]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":[null]}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}",
        "{\"messages\":[{\"role\":\"tool\",\"content\":\"red\"}]}",
        "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[null]}]}",
        "{\"messages\":[],\"tools\":[{\"type\":\"function\",\"function\":{}}]}",
        "{\"messages\":[],\"tools\":[{\"function\":{\"name\":\"look\"}}],\"tool_choice\":{}}",
        "{\"messages\":[{\"role\":\"king\"}]}",
        "{\"messages\":[],\"n\":2}",
        "{\"messages\":[],\"stop\":[],\"tools\":[{}]}",
        "{\"messages\":[],\"response_format\":{\"type\":\"json_object\"}}",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:x\"}}]}]}",
        "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"arguments\":\"{\"}}]}]}"
      })
  void refusesWhatItCannotSay(String request) {
    assertThatThrownBy(() -> translated(request)).isInstanceOf(UpstreamFailure.class);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> translated("{\"messages\":[{}]}"))
        .hasMessage("The request lacks role; send it.");
    assertThatThrownBy(() -> translated("{\"messages\":[null]}"))
        .hasMessage("The request lacks messages[0]; send it.");
  }

  @Test
  void takesNullForWhatNeedNotBeThere() {
    JsonObject body = translated("{\"messages\":[],\"n\":null,\"tools\":null,\"stop\":null}");
    assertThat(body.fieldNames())
        .containsExactlyInAnyOrder("model", "max_tokens", "stream", "messages");
  }
}
