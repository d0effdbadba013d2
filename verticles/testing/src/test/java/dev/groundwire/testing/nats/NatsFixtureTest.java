package dev.groundwire.testing.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NatsFixtureTest {
  @RegisterExtension static final NatsFixture NATS = new NatsFixture();

  @Test
  void keepsItsAddressAndItsStreamsWhenItIsKilled() throws Exception {
    Connection connection =
        Nats.connect(
            new Options.Builder().server(NATS.url()).reconnectWait(Duration.ofMillis(50)).build());
    try {
      connection
          .jetStreamManagement()
          .addStream(
              StreamConfiguration.builder()
                  .name("FACTS")
                  .subjects("facts.>")
                  .storageType(StorageType.File)
                  .build());
      connection.jetStream().publish("facts.one", new byte[] {1});

      NATS.server().kill();
      NATS.server().start();
    } finally {
      connection.close();
    }

    Connection again = Nats.connect(NATS.url());
    try {
      assertThat(again.jetStreamManagement().getStreamInfo("FACTS").getStreamState().getMsgCount())
          .isEqualTo(1);
    } finally {
      again.close();
    }
  }
}
