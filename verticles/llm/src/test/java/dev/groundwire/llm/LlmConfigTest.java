package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LlmConfigTest {
  @Test
  void needsNoProvider() {
    assertThat(Settings.openAi(null).isConfigured()).isFalse();
    assertThat(Settings.openAi(" ").isConfigured()).isFalse();
  }

  @Test
  void refusesAnAddressThatIsNone() {
    assertThatThrownBy(() -> Settings.openAi("https://me:secret@api.example.com/v1"))
        .hasMessageContaining("llm.openai.base_url")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Settings.openAi("ftp://api.example.com"))
        .hasMessageContaining("llm.openai.base_url");
  }

  @Test
  void refusesHalfAnEndpoint() {
    assertThatThrownBy(() -> endpoint(null, null, "gpt"))
        .hasMessage(
            "llm.openai.model has no effect without LLM_BASE_URL: set LLM_BASE_URL too, or unset"
                + " LLM_MODEL");
    assertThatThrownBy(() -> endpoint(" ", Settings.KEY, null))
        .hasMessage(
            "llm.openai.api_key has no effect without LLM_BASE_URL: set LLM_BASE_URL too, or unset"
                + " LLM_API_KEY");
    assertThatThrownBy(() -> endpoint("https://api.example.com/v1", null, ""))
        .hasMessageContaining("without LLM_MODEL");
  }

  private static OpenAiConfig endpoint(
      @Nullable String baseUrl, @Nullable String key, @Nullable String model) {
    return Settings.openAi(baseUrl, key, model, Duration.ofSeconds(1), 1);
  }

  @Test
  void showsNoKey() {
    assertThat(Settings.llm(Settings.openAi("https://api.example.com/v1")).toString())
        .doesNotContain(Settings.KEY);
  }
}
