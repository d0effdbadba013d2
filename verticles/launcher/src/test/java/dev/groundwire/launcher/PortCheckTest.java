package dev.groundwire.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortCheckTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"HTTP_PORT,MANAGEMENT_PORT", "MANAGEMENT_PORT,HTTP_PORT"})
  void refusesATakenPortBeforeAnythingIsStarted(String taken, String free) throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(other.getLocalPort());
      AppConfig config =
          AppConfig.load(
              Map.of(taken, port, free, "0", "DATA_DIR", folder.resolve("data").toString()),
              Optional.empty());
      assertThatThrownBy(() -> GroundwireNode.start(config).close())
          .isInstanceOf(StartFailure.class)
          .hasMessageStartingWith(taken + "=" + port + " on 127.0.0.1 cannot be listened on")
          .hasMessageContaining("set " + taken + " to a free port");
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource({"CLUSTER_PORT,CLUSTER_BUS_PORT", "CLUSTER_BUS_PORT,CLUSTER_PORT"})
  void refusesATakenPortOfTheCluster(String taken, String free) throws IOException {
    String left = freePort();
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(other.getLocalPort());
      Map<String, String> environment =
          Map.of(
              taken,
              port,
              free,
              left,
              "GROUNDWIRE_PROFILE",
              "cluster",
              "DATABASE_URL",
              "postgresql://groundwire@127.0.0.1/none",
              "SECRET_KEY",
              "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
              "HTTP_PORT",
              "0",
              "MANAGEMENT_PORT",
              "0",
              "DATA_DIR",
              folder.resolve("data").toString());
      AppConfig config = AppConfig.load(environment, Optional.empty());
      assertThatThrownBy(() -> GroundwireNode.start(config).close())
          .isInstanceOf(StartFailure.class)
          .hasMessageStartingWith(taken + "=" + port + " on 127.0.0.1 cannot be listened on")
          .hasMessageContaining("CLUSTER_HOST");
    }
  }

  private static String freePort() throws IOException {
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return String.valueOf(unused.getLocalPort());
    }
  }
}
