package dev.groundwire.launcher.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever is called listens where it is called. */
class PortsTest {
  private static final Map<String, String> PORTS =
      Map.of(
          "http", "gateway.http.port",
          "management", "gateway.management.port",
          "membership", "cluster.port",
          "bus", "cluster.bus_port");

  private final Settings settings;

  PortsTest() throws IOException {
    settings = Settings.read();
  }

  private String port(String name) {
    return settings.at(PORTS.getOrDefault(name, name));
  }

  @Test
  void podsListenWhereTheConfigurationSays() throws IOException {
    Pod pod = Pod.read();
    for (String name : PORTS.keySet()) {
      assertThat(String.valueOf(pod.port(name))).as(name).isEqualTo(port(name));
    }
    JsonObject map = DeploymentFiles.manifest("ConfigMap", "groundwire").getJsonObject("data");
    assertThat(map.getString("HTTP_PORT")).isEqualTo(port("http"));
    assertThat(map.getString("MANAGEMENT_PORT")).isEqualTo(port("management"));
    assertThat(map.getString("CLUSTER_PORT")).isEqualTo(port("membership"));
    assertThat(map.getString("CLUSTER_BUS_PORT")).isEqualTo(port("bus"));
  }

  @Test
  void theLoadBalancerAsksWhoIsReadyAndBuffersNothing() throws IOException {
    String file = Files.readString(DeploymentFiles.DOCKER.resolve("loadbalancer/Caddyfile"));
    assertThat(file)
        .contains(
            "health_uri /health/ready", "health_port {$HEALTH_PORT:" + port("management") + "}")
        .contains("flush_interval -1");
    for (String node : nodesOfTheCluster()) {
      assertThat(file).contains(node + ":" + port("http"));
    }
  }

  @Test
  void prometheusAsksEveryNode() throws IOException {
    String file =
        Files.readString(DeploymentFiles.DOCKER.resolve("prometheus/prometheus.cluster.yml"));
    for (String node : nodesOfTheCluster()) {
      assertThat(file).contains(node + ":" + port("management"));
    }
  }

  private static Iterable<String> nodesOfTheCluster() throws IOException {
    return DeploymentFiles.nodes().keySet().stream()
        .filter(name -> name.startsWith("compose.cluster.yaml"))
        .map(name -> name.replaceAll(".*: ", ""))
        .toList();
  }

  @Test
  void everyNodeOfTheClusterIsReachedByANameOfItsOwn() throws IOException {
    JsonObject services = DeploymentFiles.cluster().getJsonObject("services");
    for (String name : nodesOfTheCluster()) {
      JsonObject environment = services.getJsonObject(name).getJsonObject("environment");
      assertThat(
              services
                  .getJsonObject(name)
                  .getJsonObject("networks")
                  .getJsonObject("cluster")
                  .getJsonArray("aliases"))
          .as(name)
          .contains(environment.getString("CLUSTER_HOST"), environment.getString("CLUSTER_DNS"));
      assertThat(environment.getString("CLUSTER_PORT")).isEqualTo(port("membership"));
      assertThat(environment.getString("CLUSTER_BUS_PORT")).isEqualTo(port("bus"));
    }
    assertThat(
            DeploymentFiles.cluster()
                .getJsonObject("networks")
                .getJsonObject("cluster")
                .getBoolean("internal"))
        .isTrue();
  }
}
