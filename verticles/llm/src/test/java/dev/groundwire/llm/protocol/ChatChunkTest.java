package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.llm.TokenUsage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatChunkTest {
  private final ChatChunk chunk = new ChatChunk();

  private ChatChunk read(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    chunk.read(bytes, 0, bytes.length);
    return chunk;
  }

  @Test
  void forgetsTheChunkBefore() {
    read(
        """
        {"choices":[{"delta":{"content":"a","tool_calls":[{"function":{"arguments":"xy"}}]},
          "finish_reason":"stop"}],"usage":{"prompt_tokens":1},"error":"e"}
        """);
    assertThat(chunk.text().toString()).isEqualTo("a");
    assertThat(chunk.otherCharacters()).isEqualTo(2);
    assertThat(chunk.finishReason()).isEqualTo("stop");
    assertThat(chunk.usage()).isEqualTo(new TokenUsage(1, 0));
    assertThat(chunk.error()).isEqualTo("e");
    read("{}");
    assertThat(chunk.text().toString()).isEmpty();
    assertThat(chunk.otherCharacters()).isZero();
    assertThat(chunk.finishReason()).isNull();
    assertThat(chunk.usage()).isNull();
    assertThat(chunk.error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":null}",
        "{\"error\":\"\"}",
        "{\"usage\":null,\"choices\":null}",
        "{\"choices\":[{\"finish_reason\":\"\",\"delta\":{\"role\":\"assistant\",\"content\":null}}]}",
        "{\"choices\":[null,7,[{}]]}"
      })
  void readsNothingOutOfNothing(String json) {
    read(json);
    assertThat(chunk.text().toString()).isEmpty();
    assertThat(chunk.otherCharacters()).isZero();
    assertThat(chunk.finishReason()).isNull();
    assertThat(chunk.error()).isNull();
    assertThat(chunk.usage()).isNull();
  }

  @Test
  void holdsCountsWithinTheirBounds() {
    assertThat(read("{\"usage\":{\"prompt_tokens\":99999999999,\"completion_tokens\":-1}}").usage())
        .isEqualTo(new TokenUsage(Integer.MAX_VALUE, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "{", "{\"choices\":[{", "<html>"})
  void refusesWhatIsNoObject(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(UpstreamFailure.class);
  }

  @Test
  void losesNothingBehindAChoiceThatIsNone() {
    read("{\"choices\":[null,{\"delta\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":3}}");
    assertThat(chunk.text().toString()).isEqualTo("x");
    assertThat(chunk.usage()).isEqualTo(new TokenUsage(3, 0));
  }
}
