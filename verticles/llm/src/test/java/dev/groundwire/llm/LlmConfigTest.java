package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.llm.ProviderConfig.Kind;
import dev.groundwire.llm.ProviderConfig.Model;
import dev.groundwire.platform.config.ConfigurationReader;
import dev.groundwire.platform.config.InvalidConfiguration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlmConfigTest {
  private static final String KEY = "sk-secret-of-the-tests";
  private static final Map<String, String> ENDPOINT =
      Map.of("LLM_BASE_URL", "https://api.example.com/v1", "LLM_MODEL", "gpt", "LLM_API_KEY", KEY);

  @TempDir Path folder;

  record Tree(LlmConfig llm) {}

  private LlmConfig read(String yaml, Map<String, String> environment) throws IOException {
    String all = Files.readString(Path.of("../../conf/groundwire.yaml"));
    String room = all.substring(all.indexOf("\nllm:\n"), all.indexOf("\nchat:\n"));
    return new ConfigurationReader(environment)
        .read(
            Tree.class,
            new ByteArrayInputStream(room.getBytes(StandardCharsets.UTF_8)),
            Optional.of(Files.writeString(folder.resolve("x.yaml"), yaml)))
        .llm();
  }

  private LlmConfig read(Map<String, String> environment) throws IOException {
    return read("", environment);
  }

  private static Map<String, String> with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(ENDPOINT);
    all.putAll(more);
    return all;
  }

  @Test
  void quotesWhereNothingIsConfigured() throws IOException {
    assertThat(read(Map.of("LLM_BASE_URL", " ")).everyProvider())
        .singleElement()
        .satisfies(provider -> {
          assertThat(provider.kind()).isEqualTo(Kind.EXTRACTIVE);
          assertThat(provider.models()).containsExactly(new Model("extractive", "extractive"));
        });
  }

  @Test
  void takesOneEndpointFromTheEnvironment() throws IOException {
    ProviderConfig provider =
        read(with(
                Map.of(
                    "LLM_MORE_MODELS",
                    "fast=gpt-mini, gpt",
                    "PROVIDER_TIMEOUT_DEFAULT_SECONDS",
                    "7",
                    "LLM_TEMPERATURE",
                    "0.5")))
            .everyProvider()
            .getFirst();
    assertThat(provider.name()).isEqualTo("default");
    assertThat(provider.models())
        .containsExactly(new Model("gpt", "gpt"), new Model("fast", "gpt-mini"));
    assertThat(provider.apiKey()).isEqualTo(KEY);
    assertThat(provider.firstByteTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(provider.temperature()).isEqualTo(0.5);
  }

  @Test
  void takesAnthropicFromTheEnvironmentBesideIt() throws IOException {
    LlmConfig config =
        read(
            with(
                Map.of(
                    "ANTHROPIC_API_KEY",
                    KEY,
                    "ANTHROPIC_MODEL",
                    "claude",
                    "TIMEOUT_ANTHROPIC_SECONDS",
                    "9")));
    assertThat(config.everyProvider())
        .extracting(ProviderConfig::name)
        .containsExactly("default", "anthropic", "extractive");
    ProviderConfig anthropic = config.everyProvider().get(1);
    assertThat(anthropic.kind()).isEqualTo(Kind.ANTHROPIC);
    assertThat(anthropic.firstByteTimeout()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void needsLittleOfAListedProvider() throws IOException {
    LlmConfig config =
        read(
            """
            llm:
              providers:
              - {name: my-gpu, base_url: http://gpu:8000/v1, models: [llama, {name: big, upstream: llama-70b}]}
              - {name: cloud, base_url: https://x/v1, models: [llama], priority: 2, kind: anthropic}
            """,
            Map.of("MY_GPU_API_KEY", KEY, "CLOUD_API_KEY", KEY, "TIMEOUT_CLOUD_SECONDS", "1.5"));
    ProviderConfig gpu = config.everyProvider().getFirst();
    assertThat(gpu.apiKey()).isEqualTo(KEY);
    assertThat(gpu.models())
        .containsExactly(new Model("llama", "llama"), new Model("big", "llama-70b"));
    assertThat(gpu.priority()).isEqualTo(1);
    assertThat(gpu.firstByteTimeout()).isEqualTo(Duration.ofSeconds(5));
    ProviderConfig cloud = config.everyProvider().get(1);
    assertThat(cloud.kind()).isEqualTo(Kind.ANTHROPIC);
    assertThat(cloud.firstByteTimeout()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(config.everyProvider()).hasSize(3);
    assertThat(config.toString()).doesNotContain(KEY);
  }

  @Test
  void refusesAnAddressThatIsNone() {
    assertThatThrownBy(
            () -> read(with(Map.of("LLM_BASE_URL", "https://me:secret@api.example.com/v1"))))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageStartingWith("LLM_BASE_URL (llm.openai.base_url) is not an http or https")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> read(with(Map.of("LLM_BASE_URL", "ftp://api.example.com"))))
        .hasMessageContaining("llm.openai.base_url");
    assertThatThrownBy(() -> read(with(Map.of("LLM_BASE_URL", "https://api.example.com/v1#x"))))
        .hasMessageContaining("query and fragment");
  }

  @Test
  void refusesHalfAnEndpoint() {
    assertThatThrownBy(() -> read(Map.of("LLM_MODEL", "gpt")))
        .hasMessage(
            "LLM_MODEL (llm.openai.model) has no effect without LLM_BASE_URL: set LLM_BASE_URL too,"
                + " or unset LLM_MODEL");
    assertThatThrownBy(() -> read(Map.of("LLM_API_KEY", KEY, "LLM_BASE_URL", " ")))
        .hasMessageContaining("has no effect without LLM_BASE_URL")
        .hasMessageNotContaining(KEY);
    assertThatThrownBy(() -> read(Map.of("LLM_BASE_URL", "https://x/v1", "LLM_MODEL", "")))
        .hasMessageContaining("without LLM_MODEL");
    assertThatThrownBy(() -> read(Map.of("LLM_MORE_MODELS", "gpt")))
        .hasMessageContaining("has no effect without LLM_BASE_URL");
    assertThatThrownBy(() -> read(Map.of("LLM_TEMPERATURE", "0.5")))
        .hasMessageContaining("has no effect without LLM_BASE_URL");
    assertThatThrownBy(() -> read(Map.of("TIMEOUT_DEFAULT_SECONDS", "5")))
        .hasMessageContaining("has no effect without LLM_BASE_URL");
    assertThatThrownBy(() -> read(Map.of("ANTHROPIC_MODEL", "claude")))
        .hasMessageContaining("has no effect without ANTHROPIC_API_KEY");
  }

  @Test
  void letsAKeyBeThatOtherProgramsUse() throws IOException {
    assertThat(read(Map.of("ANTHROPIC_API_KEY", KEY)).everyProvider())
        .extracting(ProviderConfig::name)
        .containsExactly("extractive");
  }

  @Test
  void refusesTwoOfOneName() {
    assertThatThrownBy(() ->
            read("llm: {providers: [{name: default, base_url: http://x, models: [m]}]}", ENDPOINT))
        .hasMessageContaining("llm.providers is not a list without two of one name")
        .hasMessageEndingWith(": default");
  }

  @Test
  void namesTheProviderThatIsWrong() {
    assertThatThrownBy(
            () -> read("llm: {providers: [{name: a, models: [m]}]}", Map.of("A_API_KEY", KEY)))
        .hasMessageContaining("llm.providers.a.base_url is not an http or https address")
        .hasMessageNotContaining(KEY);
    assertThatThrownBy(
            () -> read("llm: {providers: [{name: a, base_url: http://x, models: []}]}", Map.of()))
        .hasMessageContaining("llm.providers.a.models is not one or more names");
    assertThatThrownBy(() ->
            read(
                "llm: {providers: [{name: a, base_url: http://x, models: [m]}]}",
                Map.of("A_API_KEY", "two words")))
        .hasMessageContaining("llm.providers.a.api_key is not printable ASCII without blanks")
        .hasMessageNotContaining("two words");
  }

  @Test
  void lendsTheTimeoutOfTheShortWayToAListedProviderOfItsName() throws IOException {
    LlmConfig config =
        read(
            "llm: {providers: [{name: default, base_url: http://x, models: [m]}]}",
            Map.of("TIMEOUT_DEFAULT_SECONDS", "9"));
    assertThat(config.everyProvider().getFirst().firstByteTimeout())
        .isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void refusesAnthropicWithoutAKey() {
    String listed = "{name: a, kind: anthropic, base_url: http://x, models: [m]}";
    assertThatThrownBy(() -> read("llm: {providers: [" + listed + "]}", Map.of()))
        .hasMessageContaining("llm.providers.a.api_key is not a key");
  }

  @Test
  void refusesWeightsOfWhatIsNoWorkspace() throws IOException {
    assertThatThrownBy(() -> read("llm: {dispatch: {weights: {Acme: 2}}}", Map.of()))
        .hasMessageContaining("llm.dispatch.weights is not by default and ids of workspaces");
    String workspace = "0190a0a0-0000-7000-8000-00000000abcd";
    LlmConfig config = read("llm: {dispatch: {weights: {" + workspace + ": 2}}}", Map.of());
    assertThat(config.dispatch().weights()).containsEntry(workspace, 2);
  }
}
