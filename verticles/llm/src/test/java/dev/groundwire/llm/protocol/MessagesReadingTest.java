package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.TokenUsage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesReadingTest {
  private final MessagesReading reading =
      new MessagesReading(5, new MessagesText(new WrittenText()));

  private void read(String event) {
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    reading.event(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`{\"output_tokens\":7}`, 40",
        "`{\"input_tokens\":null,\"output_tokens\":7}`, 40",
        "`{\"input_tokens\":0,\"output_tokens\":7}`, 40",
        "`{\"cache_read_input_tokens\":0,\"cache_creation_input_tokens\":null,\"output_tokens\":7}`, 40",
        "`{\"input_tokens\":41,\"output_tokens\":7}`, 41"
      })
  void keepsWhatItsFirstEventSaysOfThePrompt(String usage, int prompt) {
    read(
        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":30,"
            + "\"cache_read_input_tokens\":10,\"output_tokens\":1}}}");
    read(
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
            + usage
            + "}");
    assertThat(reading.toldUsage()).contains(new TokenUsage(prompt, 7));
  }

  @ParameterizedTest
  @CsvSource({"null", "{}"})
  void countsRoughlyWhatIsNotCounted(String usage) {
    read(
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
            + usage
            + "}");
    assertThat(reading.toldUsage()).isEmpty();
    assertThat(reading.ending().orElseThrow().usage()).isEqualTo(new TokenUsage(5, 0));
  }

  @Test
  void knowsThePromptWhileTheTextIsWritten() {
    assertThat(reading.toldUsage()).isEmpty();
    read(
        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":30,"
            + "\"output_tokens\":1}}}");
    read(
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\","
            + "\"text\":\"12345678\"}}");
    assertThat(reading.toldUsage()).contains(new TokenUsage(30, 2));
  }
}
