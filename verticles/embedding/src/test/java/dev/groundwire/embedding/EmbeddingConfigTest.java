package dev.groundwire.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingConfigTest {
  private static EmbeddingConfig config(String provider, String model, OpenAiConfig openai) {
    return new EmbeddingConfig(
        provider, model, 0, 1024, 64, 0, Duration.ofSeconds(1), openai, NextModelConfig.NONE);
  }

  @Test
  void usesOneCallerACoreUnlessTold() {
    EmbeddingConfig config = config("local", "bge-small-en-v1.5-q", Configs.endpoint(""));
    assertThat(config.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void namesTheLocalModelsThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config("local", "gpt", Configs.endpoint("")))
        .withMessageContaining("embedding.model")
        .withMessageContaining("bge-small-en-v1.5-q")
        .withMessageContaining("gpt");
  }

  @Test
  void namesTheProvidersThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config("cloud", "bge-small-en-v1.5-q", Configs.endpoint("")))
        .withMessage("embedding.provider is not local or openai: cloud");
  }

  @Test
  void anEndpointNeedsTheNameOfItsOwnModel() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            config("openai", "bge-small-en-v1.5-q", Configs.endpoint("https://example.org/v1")))
        .withMessageContaining("embedding.model");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "example.org/v1", "ftp://example.org", "https://me:secret@example.org/v1"})
  void refusesABaseUrlThatCannotBeCalledAndDoesNotShowIt(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config("openai", "words", Configs.endpoint(url)))
        .withMessageContaining("embedding.openai.base_url")
        .withMessageNotContaining("secret");
  }

  @Test
  void refusesTheNextModelUnderItsOwnKeys() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> following("local", "all-minilm", ""))
        .withMessageContaining("embedding.next.model is not one of the local models");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> following("openai", "words", ""))
        .withMessageContaining("embedding.next.base_url");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> following("cloud", "words", ""))
        .withMessageContaining("embedding.next.provider is not local or openai");
  }

  private static EmbeddingConfig following(String provider, String model, String url) {
    return new EmbeddingConfig(
        "local",
        "bge-small-en-v1.5-q",
        0,
        1024,
        64,
        0,
        Duration.ofSeconds(1),
        Configs.endpoint(""),
        new NextModelConfig(provider, model, url, null, 1536, 8191));
  }

  @Test
  void doesNotShowTheKey() {
    assertThat(config("openai", "words", Configs.endpoint("https://example.org/v1")))
        .asString()
        .doesNotContain(Configs.KEY);
  }
}
