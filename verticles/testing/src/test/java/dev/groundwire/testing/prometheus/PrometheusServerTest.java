package dev.groundwire.testing.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusServerTest {
  @TempDir Path folder = Path.of("");

  @Test
  void answersQueriesAndRefusesWhatIsNone() throws Exception {
    Path settings = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    try (PrometheusServer server = PrometheusServer.start(settings)) {
      assertThat(server.query("vector(1)").getString("status")).isEqualTo("success");
      assertThat(server.query("vector(").getString("status")).isEqualTo("error");
      assertThat(server.rules()).isEmpty();
    }
  }

  @Test
  void saysWhyItDoesNotStart() throws Exception {
    Path settings = Files.writeString(folder.resolve("prometheus.yml"), "nonsense: 1\n");
    assertThatThrownBy(() -> PrometheusServer.start(settings)).hasMessageContaining("nonsense");
  }

  @Test
  void complainsAboutMetricsAsPrometheusDoes() throws Exception {
    Promtool promtool = Promtool.find();
    String clean = "# HELP a_total What it is.\n# TYPE a_total counter\na_total 1\n";
    assertThat(promtool.run(clean, "check", "metrics").exitCode()).isZero();
    assertThat(promtool.run("a_total 1\n", "check", "metrics").exitCode()).isNotZero();
  }
}
