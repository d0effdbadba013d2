package dev.groundwire.platform.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NatsConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static NatsConfig at(String url) {
    return new NatsConfig(
        url, null, null, null, null, null, SECOND, SECOND, 1L << 30, SECOND, SECOND, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats://127.0.0.1:4222",
        "tls://one.example:4222,tls://two.example:4222",
        "nats://gw:p4%2FSECRET@127.0.0.1:4222",
        "nats://[::1]:4222"
      })
  void takesServers(String url) {
    assertThat(at(url).isConfigured()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats://gw:p4/SECRET@127.0.0.1:4222",
        "nats://gw:SEC#RET@127.0.0.1:4222",
        "nats://gw:SECRET%@127.0.0.1:4222",
        "nats://gw:SECRET@127.0.0.1:port",
        "http://gw:SECRET@127.0.0.1",
        "gw:SECRET@127.0.0.1:4222",
        "nats://one:4222,"
      })
  void refusesWhatIsNoneWithoutShowingIt(String url) {
    assertThatThrownBy(() -> at(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("nats.url is not nats://host:port")
        .hasMessageNotContainingAny("SEC", "gw:")
        .hasNoCause();
  }
}
