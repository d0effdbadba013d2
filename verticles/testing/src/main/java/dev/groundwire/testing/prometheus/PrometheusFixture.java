package dev.groundwire.testing.prometheus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Prometheus with settings out of a file, for one test class. */
public final class PrometheusFixture implements BeforeAllCallback, AfterAllCallback {
  private final Path settings;
  private @Nullable PrometheusServer server;

  public PrometheusFixture(Path settings) {
    this.settings = settings;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    server = PrometheusServer.start(settings);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (server != null) {
      server.close();
    }
  }

  public PrometheusServer server() {
    return Objects.requireNonNull(server, "the fixture is a static @RegisterExtension field");
  }
}
