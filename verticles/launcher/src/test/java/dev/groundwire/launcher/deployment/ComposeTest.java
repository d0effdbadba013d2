package dev.groundwire.launcher.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every service of the compose files is pinned, bounded, watched and may do no more than it must.
 */
class ComposeTest {
  /** A version with a point, or a date. */
  private static final Pattern PINNED =
      Pattern.compile("[\\w./-]+:[\\w.-]*(\\d+\\.\\d+|\\d{8})[\\w.-]*");

  private static final Set<String> WITHOUT_A_PROGRAM_THAT_ASKS = Set.of("collector", "tempo");

  @Test
  void everyImageIsPinned() throws IOException {
    DeploymentFiles.services()
        .forEach(
            (name, service) -> assertThat(service.getString("image")).as(name).matches(PINNED));
    Set<String> bases = new TreeSet<>();
    Pattern.compile("(?m)^ARG \\w+_IMAGE=(.+)$")
        .matcher(Files.readString(DeploymentFiles.DOCKER.resolve("Dockerfile")))
        .results()
        .forEach(found -> bases.add(found.group(1)));
    assertThat(bases).hasSize(3).allMatch(image -> PINNED.matcher(image).matches());
  }

  @Test
  void everyServiceIsWatched() throws IOException {
    DeploymentFiles.services()
        .forEach((name, service) -> {
          JsonObject check = service.getJsonObject("healthcheck");
          assertThat(check).as(name).isNotNull();
          if (WITHOUT_A_PROGRAM_THAT_ASKS.contains(name.replaceAll(".*: ", ""))) {
            assertThat(check.getBoolean("disable")).as(name).isTrue();
          } else {
            assertThat(check.getJsonArray("test").getString(0)).as(name).startsWith("CMD");
            assertThat(check.fieldNames())
                .as(name)
                .contains("interval", "timeout", "start_period", "retries");
          }
        });
  }

  @Test
  void everyServiceIsBoundedAndStartsAgain() throws IOException {
    DeploymentFiles.services()
        .forEach((name, service) -> {
          JsonObject resources = service.getJsonObject("deploy").getJsonObject("resources");
          assertThat(resources.getJsonObject("limits").fieldNames())
              .as(name)
              .contains("cpus", "memory", "pids");
          assertThat(service.getString("restart")).as(name).isEqualTo("unless-stopped");
          assertThat(service.getJsonObject("logging").getJsonObject("options").fieldNames())
              .as(name)
              .contains("max-size", "max-file");
        });
  }

  @Test
  void everyServiceMayDoNoMoreThanItMust() throws IOException {
    DeploymentFiles.services()
        .forEach((name, service) -> {
          assertThat(service.getBoolean("read_only")).as(name).isTrue();
          assertThat(service.getJsonArray("cap_drop")).as(name).isEqualTo(JsonArray.of("ALL"));
          assertThat(service.getJsonArray("security_opt"))
              .as(name)
              .contains("no-new-privileges:true");
          assertThat(service.getBoolean("privileged")).as(name).isNull();
          assertThat(service.getString("network_mode")).as(name).isNull();
        });
    DeploymentFiles.nodes()
        .forEach(
            (name, node) -> assertThat(node.getString("user")).as(name).isEqualTo("10001:10001"));
  }

  /** Unless somebody says otherwise. */
  @Test
  void nothingIsPublishedBeyondThisMachine() throws IOException {
    for (Map.Entry<String, JsonObject> service : DeploymentFiles.services().entrySet()) {
      for (Object port : service.getValue().getJsonArray("ports", new JsonArray())) {
        assertThat(String.valueOf(port))
            .as(service.getKey())
            .matches("(\\$\\{PUBLISH:-)?127\\.0\\.0\\.1:\\d+}?:\\d+");
      }
    }
  }

  @Test
  void whatIsMountedIsThere() throws IOException {
    for (Map.Entry<String, JsonObject> service : DeploymentFiles.services().entrySet()) {
      for (Object volume : service.getValue().getJsonArray("volumes", new JsonArray())) {
        String source = String.valueOf(volume).replaceAll(":.*", "");
        if (source.startsWith(".")) {
          assertThat(DeploymentFiles.DOCKER.resolve(source)).as(service.getKey()).exists();
          assertThat(String.valueOf(volume)).as(service.getKey()).endsWith(":ro");
        }
      }
    }
  }

  @Test
  void whatIsNamedIsDeclared() throws IOException {
    for (Map.Entry<String, JsonObject> file : DeploymentFiles.compositions().entrySet()) {
      Set<String> volumes = new TreeSet<>();
      Set<String> networks = new TreeSet<>();
      for (Object each : file.getValue().getJsonObject("services").getMap().values()) {
        JsonObject service = JsonObject.mapFrom(each);
        for (Object volume : service.getJsonArray("volumes", new JsonArray())) {
          volumes.add(String.valueOf(volume).replaceAll(":.*", ""));
        }
        switch (service.getValue("networks")) {
          case JsonObject keyed -> networks.addAll(keyed.fieldNames());
          case JsonArray listed -> listed.forEach(name -> networks.add(String.valueOf(name)));
          case null, default -> assertThat(file.getKey()).isEqualTo("compose.yaml");
        }
      }
      volumes.removeIf(name -> name.startsWith("."));
      assertThat(volumes).isEqualTo(names(file.getValue(), "volumes"));
      assertThat(networks).isEqualTo(names(file.getValue(), "networks"));
    }
  }

  private static Set<String> names(JsonObject file, String section) {
    return new TreeSet<>(file.getJsonObject(section, new JsonObject()).fieldNames());
  }

  /** A superuser would see the rows of every tenant. */
  @Test
  void theDatabaseIsUsedByARoleThatRowLevelSecurityBinds() throws IOException {
    JsonObject postgres =
        DeploymentFiles.cluster().getJsonObject("services").getJsonObject("postgres");
    assertThat(postgres.getJsonObject("environment").fieldNames()).doesNotContain("POSTGRES_USER");
    assertThat(postgres.getJsonArray("volumes").encode()).contains("/docker-entrypoint-initdb.d/");
    assertThat(Files.readString(DeploymentFiles.DOCKER.resolve("postgres/groundwire.sh")))
        .contains("CREATE ROLE groundwire LOGIN NOSUPERUSER NOBYPASSRLS");
    assertThat(Files.readString(DeploymentFiles.DOCKER.resolve("secrets.sh")))
        .contains("postgresql://groundwire:%s@");
  }

  /** Else answers under way would be cut off at every upgrade. */
  @Test
  void aStopIsGivenTheTimeItMayTake() throws IOException {
    Settings settings = Settings.read();
    Duration drain =
        Settings.duration(settings.at("gateway.drain_timeout"))
            .plus(Settings.duration(settings.at("retrieval.drain_timeout")))
            .plus(Settings.duration(settings.at("llm.drain_timeout")));
    DeploymentFiles.nodes()
        .forEach((name, node) ->
            assertThat(Settings.duration(node.getString("stop_grace_period")))
                .as(name)
                .isGreaterThan(drain));
  }
}
