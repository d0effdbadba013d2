package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        .hasMessageContaining("LLM_BASE_URL");
  }

  @Test
  void showsNoKey() {
    assertThat(Settings.llm(Settings.openAi("https://api.example.com/v1")).toString())
        .doesNotContain(Settings.KEY);
  }
}
