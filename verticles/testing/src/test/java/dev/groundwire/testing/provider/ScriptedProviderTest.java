package dev.groundwire.testing.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.testing.VertxFixture;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ScriptedProviderTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final int SECONDS = 20;

  private ScriptedProvider provider;

  @BeforeEach
  void start() throws TimeoutException {
    provider = ScriptedProvider.start(VERTX.vertx());
  }

  @AfterEach
  void stop() throws TimeoutException {
    provider.close();
  }

  private Asking over(HttpVersion version) {
    return new Asking(VERTX.vertx(), provider, version);
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void doesWhatTheRequestTells(HttpVersion version) throws TimeoutException {
    Asking client = over(version);
    String text = client.whole(client.openChat("ttft=5ms,gap=2ms,tokens=3,keep-alive=2"));
    assertThat(text)
        .containsSubsequence(
            "\"role\"", ": keep-alive", "\"0 \"", "\"1 \"", ": keep-alive", "\"2 \"", "\"stop\"")
        .containsSubsequence("\"completion_tokens\":3", "[DONE]");
    assertThat(provider.seen().getFirst().version()).isEqualTo(version);
    assertThat(provider.open()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void seesThatTheClientHasGone(HttpVersion version) throws TimeoutException {
    Asking client = over(version);
    Asking.Opened answer = client.openChat("tokens=10,stall-after=1");
    assertThat(provider.open()).isEqualTo(1);
    Asking.cancel(answer);
    SeenRequest seen = provider.seen().getFirst();
    seen.closedByClient().await(SECONDS, TimeUnit.SECONDS);
    assertThat(seen.closedAt()).isGreaterThan(seen.arrivedAt());
    assertThat(seen.wasReset()).isEqualTo(version == HttpVersion.HTTP_2);
    assertThat(provider.open()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void endsInTheMiddle(HttpVersion version) throws TimeoutException {
    Asking client = over(version);
    Asking.Opened answer = client.openChat("tokens=10,fail-after=4");
    assertThatThrownBy(() -> client.whole(answer)).isNotInstanceOf(TimeoutException.class);
    assertThat(provider.seen().getFirst().closedByClient().isComplete()).isFalse();
  }

  @Test
  void writesAnthropicsEvents() throws TimeoutException {
    Asking client = over(HttpVersion.HTTP_1_1);
    String text = client.whole(client.open("/messages", "script:tokens=2,tools=3", "Hello", true));
    assertThat(text)
        .containsSubsequence("message_start", "content_block_start", "text_delta", "\"0 \"")
        .containsSubsequence("\"1 \"", "content_block_stop", "tool_use", "input_json_delta")
        .containsSubsequence("\"tool_use\"", "\"output_tokens\":2", "message_stop");
  }

  @Test
  void answersAsAWhole() throws TimeoutException {
    Asking client = over(HttpVersion.HTTP_1_1);
    assertThat(client.whole(client.open("/chat/completions", "m", "[script: tokens=3]", false)))
        .contains("\"content\":\"0 1 2 \"");
    assertThat(client.whole(client.open("/messages", "m", "[script: tokens=3]", false)))
        .contains("\"text\":\"0 1 2 \"");
  }

  @Test
  void refuses() throws TimeoutException {
    Asking client = over(HttpVersion.HTTP_1_1);
    Asking.Opened answer =
        client.openChat("status=429,header-retry-after=2,header-x-ratelimit-remaining-tokens=0");
    assertThat(answer.response().statusCode()).isEqualTo(429);
    assertThat(answer.response().getHeader("retry-after")).isEqualTo("2");
    assertThat(answer.response().getHeader("x-ratelimit-remaining-tokens")).isEqualTo("0");
  }

  @Test
  void cutsAnywhereAndLosesNothing() throws TimeoutException {
    Asking client = over(HttpVersion.HTTP_1_1);
    String whole = client.whole(client.openChat("tokens=5,text=über ☂"));
    assertThat(client.whole(client.openChat("tokens=5,text=über ☂,cut=1"))).isEqualTo(whole);
    provider.next(Script.told("tokens=5,text=über ☂").cut(3).readingAfter(Duration.ofMillis(20)));
    assertThat(client.whole(client.openChat("tokens=1"))).isEqualTo(whole);
  }

  @Test
  void saysWhichWordIsNone() throws TimeoutException {
    Asking client = over(HttpVersion.HTTP_1_1);
    Asking.Opened answer = client.openChat("tokns=5");
    assertThat(answer.response().statusCode()).isEqualTo(400);
    assertThat(client.whole(answer)).contains("tokns");
  }
}
