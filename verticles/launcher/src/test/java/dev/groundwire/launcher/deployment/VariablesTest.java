package dev.groundwire.launcher.deployment;

import static dev.groundwire.launcher.deployment.DeploymentFiles.objects;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nothing is set that the configuration does not know: a misspelt variable would be overlooked. */
class VariablesTest {
  private static final Set<String> OF_THE_SYSTEM = Set.of("LC_ALL");

  /** Given already, and read as soon as nodes share the logs of answers. */
  private static final Set<String> AHEAD = Set.of("REDIS_URL");

  private final Settings settings;

  VariablesTest() throws IOException {
    settings = Settings.read();
  }

  private List<String> unknown(Set<String> variables) {
    return variables.stream()
        .filter(name -> !OF_THE_SYSTEM.contains(name))
        .filter(name -> !AHEAD.contains(name) && !settings.knows(name))
        .toList();
  }

  @Test
  void composeSetsWhatTheConfigurationKnows() throws IOException {
    for (Map.Entry<String, JsonObject> node : DeploymentFiles.nodes().entrySet()) {
      Set<String> set = new TreeSet<>(node.getValue().getJsonObject("environment").fieldNames());
      assertThat(unknown(set)).as(node.getKey()).isEmpty();
    }
  }

  @Test
  void everySecretOfANodeIsNamedAfterItsVariable() throws IOException {
    for (Map.Entry<String, JsonObject> node : DeploymentFiles.nodes().entrySet()) {
      Set<String> secrets = new TreeSet<>();
      node.getValue()
          .getJsonArray("secrets")
          .forEach(name -> secrets.add(String.valueOf(name).toUpperCase(Locale.ROOT)));
      assertThat(unknown(secrets)).as(node.getKey()).isEmpty();
    }
  }

  @Test
  void kubernetesSetsWhatTheConfigurationKnows() throws IOException {
    Set<String> set =
        new TreeSet<>(
            DeploymentFiles.manifest("ConfigMap", "groundwire").getJsonObject("data").fieldNames());
    set.addAll(
        DeploymentFiles.one(DeploymentFiles.KUBERNETES.resolve("components/tls/settings.yaml"))
            .getJsonObject("data")
            .fieldNames());
    Pod pod = Pod.read();
    objects(pod.container().getJsonArray("env")).forEach(each -> set.add(each.getString("name")));
    objects(pod.volume("secrets").getJsonObject("secret").getJsonArray("items"))
        .forEach(item -> set.add(item.getString("path").toUpperCase(Locale.ROOT)));
    assertThat(unknown(set)).isEmpty();
  }

  @Test
  void theImageSetsWhatTheConfigurationKnows() throws IOException {
    Set<String> set = new TreeSet<>();
    Pattern.compile("(?m)^(?:ENV| {3}) ([A-Z_]+)=")
        .matcher(Files.readString(DeploymentFiles.DOCKER.resolve("Dockerfile")))
        .results()
        .forEach(found -> set.add(found.group(1)));
    assertThat(set).contains("DATA_DIR", "AUTH_ENABLED", "HTTP_HOST");
    assertThat(unknown(set)).isEmpty();
  }

  /** Without keys it would listen within its own container only. */
  @Test
  void whoeverIsReachedAsksForKeys() throws IOException {
    for (JsonObject node : DeploymentFiles.nodes().values()) {
      JsonObject environment = node.getJsonObject("environment");
      assertThat(environment.getString("HTTP_HOST")).isEqualTo("0.0.0.0");
      assertThat(environment.getString("AUTH_ENABLED")).isEqualTo("1");
      assertThat(node.getJsonArray("secrets")).contains("service_api_key");
    }
    JsonObject map = DeploymentFiles.manifest("ConfigMap", "groundwire").getJsonObject("data");
    assertThat(map.getString("AUTH_ENABLED")).isEqualTo("1");
  }
}
