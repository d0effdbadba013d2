package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionRequestTest {
  private static final String END =
      "\"model\":\"m\\\"1\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

  private static String asking(String body) {
    return new CompletionRequest(body).asking("m\"1").toString();
  }

  @Test
  void keepsEveryOtherFieldToTheLetter() {
    assertThat(
            asking(
                """
                 { "a" : 1.50 , "model":"x","b":[ {"stream":1}, "ü\\u00fc🎉" ],"stream" : false,
                  "n":-3e5,"stream_options":{"x":[1]},"t":true,"z":null,"last":"end" }\s
                """))
        .isEqualTo(
            "{\"a\" : 1.50,\"b\":[ {\"stream\":1}, \"ü\\u00fc🎉\""
                + " ],\"n\":-3e5,\"t\":true,\"z\":null,\"last\":\"end\","
                + END);
  }

  @Test
  void addsToAnEmptyObject() {
    assertThat(asking("{}")).isEqualTo("{" + END);
  }

  @Test
  void cutsLongFieldsWhereTheyEnd() {
    String longText = "x\\n".repeat(100_000);
    assertThat(asking("{\"a\":\"" + longText + "\",\"b\":12345}"))
        .isEqualTo("{\"a\":\"" + longText + "\",\"b\":12345," + END);
  }

  @Test
  void readsTheLimitOfTokens() {
    assertThat(new CompletionRequest("{\"max_tokens\":7,\"x\":1}").maxTokens()).isEqualTo(7);
    assertThat(new CompletionRequest("{\"max_completion_tokens\":8}").maxTokens()).isEqualTo(8);
    assertThat(new CompletionRequest("{\"max_tokens\":\"many\"}").maxTokens()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"a\":}", "{} {}", "7", "{\"a\":1"})
  void refusesWhatIsNoObject(String body) {
    assertThatThrownBy(() -> new CompletionRequest(body)).isInstanceOf(BusFailure.class);
  }
}
