package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeCompletionTest {
  private static String asChunk(String completion) {
    byte[] chunk = WholeCompletion.asChunk(completion.getBytes(StandardCharsets.UTF_8));
    return new String(chunk, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`{}` | `{\"object\":\"chat.completion.chunk\"}`",
        "`{\"choices\":null}` | `{\"choices\":null,\"object\":\"chat.completion.chunk\"}`",
        "`{\"choices\":[null,{}]}` | `{\"choices\":[null,{}],\"object\":\"chat.completion.chunk\"}`",
        "`{\"choices\":[{\"message\":{\"tool_calls\":[null,{}]}}]}` |"
            + " `{\"choices\":[{\"delta\":{\"tool_calls\":[null,{\"index\":1}]}}],"
            + "\"object\":\"chat.completion.chunk\"}`"
      })
  void leavesOutNothingThatIsThere(String completion, String chunk) {
    assertThat(asChunk(completion)).isEqualTo(chunk);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "7",
        "null",
        "{\"choices\":7}",
        "{\"choices\":[7]}",
        "{\"choices\":[{\"message\":7}]}",
        "{\"choices\":[{\"message\":{\"tool_calls\":[7]}}]}"
      })
  void refusesWhatIsOfAnotherKind(String completion) {
    assertThatThrownBy(() -> asChunk(completion)).isInstanceOf(UpstreamFailure.class);
  }
}
