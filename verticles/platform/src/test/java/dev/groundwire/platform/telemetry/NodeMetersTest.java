package dev.groundwire.platform.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class NodeMetersTest {
  @TempDir Path folder;

  private final Telemetry telemetry = Telemetry.start(Settings.quiet(), "1.2.3");
  private final Vertx vertx = telemetry.vertx(new VertxOptions().setEventLoopPoolSize(2));

  @AfterEach
  void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
    telemetry.close();
  }

  private double value(String series) {
    return lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  private Stream<String> lines() {
    return telemetry.page("text/plain").orElseThrow().body().lines();
  }

  private void register(Map<String, Path> certificates) {
    NodeMeters.register(vertx, "1.2.3", "embedded", folder, certificates);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void tellsWhatRunsHereAndWhatItHas() {
    register(Map.of());
    assertThat(value("groundwire_node_info{profile=\"embedded\",version=\"1.2.3\"}")).isEqualTo(1);
    Patience.until("disk", () -> value("data_folder_free_bytes") > 0);
    assertThat(value("data_folder_total_bytes")).isGreaterThan(value("data_folder_free_bytes"));
    Patience.until("memory", () -> value("process_tree_resident_memory_bytes") > 0);
    assertThat(value("process_resident_memory_bytes")).isPositive();
    assertThat(value("process_memory_limit_bytes")).isPositive();
    assertThat(value("process_uptime_seconds")).isPositive();
    assertThat(value("process_files_open_files")).isPositive();
    assertThat(lines().map(line -> line.split("[{ ]", 2)[0]))
        .contains(
            "event_loop_delay_seconds",
            "jvm_memory_used_bytes",
            "jvm_gc_memory_allocated_bytes_total",
            "jvm_threads_live_threads",
            "jvm_classes_loaded_classes",
            "system_cpu_count",
            "logback_events_total");
  }

  @Test
  void countsLogLines() {
    double before = value("logback_events_total{level=\"error\"}");
    try (Telemetry another = Telemetry.start(Settings.quiet(), "1.2.3")) {
      assertThat(another.page("")).isPresent();
      LoggerFactory.getLogger("of.a.test").error("a line");
    }
    LoggerFactory.getLogger("of.a.test").error("one more, when another node has ended");
    assertThat(value("logback_events_total{level=\"error\"}")).isEqualTo(before + 2);
  }

  @Test
  void seesAnEventLoopThatIsHeldUp() {
    Patience.until("watched", () -> value("event_loop_delay_seconds") >= 0);
    vertx.runOnContext(ignored -> hold());
    Patience.until("late", () -> value("event_loop_delay_seconds") > 0.2);
  }

  private static void hold() {
    try {
      boolean _ = new CountDownLatch(1).await(600, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tellsHowLongACertificateIsValid() throws Exception {
    Path certificate = folder.resolve("certificate.pem");
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-validity", "10");
    keytool("-exportcert", "-rfc", "-file", certificate.toString());
    Path broken = Files.writeString(folder.resolve("broken.pem"), "no certificate");
    register(Map.of("nats", certificate, "webhooks_ca", broken));
    String known = "certificate_expiry_seconds{certificate=\"nats\"}";
    Patience.until("measured", () -> value(known) > 0);
    assertThat(value(known)).isBetween(9 * 86_400.0, 10 * 86_400.0);
    assertThat(lines()).contains("certificate_expiry_seconds{certificate=\"webhooks_ca\"} NaN");
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                Stream.concat(
                    Stream.of(arguments),
                    Stream.of(
                        "-alias",
                        "a",
                        "-storepass",
                        "secret",
                        "-keystore",
                        folder.resolve("store").toString())))
            .toList();
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }
}
