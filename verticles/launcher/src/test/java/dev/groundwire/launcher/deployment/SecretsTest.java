package dev.groundwire.launcher.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.product.Launch;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are files made at random, and none is in the repository. */
class SecretsTest {
  private static final Pattern SECRET = Pattern.compile("(PASSWORD|TOKEN|SECRET|_KEY)$");
  private static final Pattern LOGIN = Pattern.compile("://[^\\s:@/]*:[^\\s@%$…]+@");

  @TempDir Path directory = Path.of("");

  @Test
  void noServiceGetsASecretInItsEnvironment() throws IOException {
    for (Map.Entry<String, JsonObject> service : DeploymentFiles.services().entrySet()) {
      assertThat(service.getValue().getJsonObject("environment", new JsonObject()).fieldNames())
          .as(service.getKey())
          .noneMatch(name -> SECRET.matcher(name).find());
    }
    assertThat(
            DeploymentFiles.manifest("ConfigMap", "groundwire").getJsonObject("data").fieldNames())
        .noneMatch(name -> SECRET.matcher(name).find());
  }

  @Test
  void noFileHoldsALogin() throws IOException {
    try (Stream<Path> files = Files.walk(DeploymentFiles.DOCKER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(DeploymentFiles.DOCKER.resolve("secrets"))) {
          assertThat(LOGIN.matcher(Files.readString(file)).find()).as(file.toString()).isFalse();
        }
      }
    }
    for (Path file : DeploymentFiles.manifests()) {
      assertThat(DeploymentFiles.all(file))
          .noneMatch(each -> "Secret".equals(each.getString("kind")));
    }
    assertThat(Files.readAllLines(Launch.root().resolve(".gitignore"))).contains("docker/secrets/");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theScriptMakesEverySecretOnce() throws IOException, InterruptedException {
    Set<String> wanted = new TreeSet<>();
    for (JsonObject file : DeploymentFiles.compositions().values()) {
      JsonObject secrets = file.getJsonObject("secrets");
      secrets
          .fieldNames()
          .forEach(name -> wanted.add(secrets.getJsonObject(name).getString("file")));
    }
    Map<String, String> made = make();
    assertThat(made.keySet()).isEqualTo(wanted);
    assertThat(make()).isEqualTo(made);
    assertThat(Base64.getDecoder().decode(made.get("secrets/secret_key"))).hasSize(32);
    assertThat(made.get("secrets/database_url")).contains(made.get("secrets/database_password"));
    assertThat(made.get("secrets/redis_url")).contains(made.get("secrets/redis_password"));
    assertThat(made.get("secrets/nats_authorization.conf"))
        .contains(made.get("secrets/nats_token"));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("secrets"))))
        .isEqualTo("rwx------");
  }

  private Map<String, String> make() throws IOException, InterruptedException {
    Path script = directory.resolve("secrets.sh");
    Files.writeString(script, Files.readString(DeploymentFiles.DOCKER.resolve("secrets.sh")));
    Process process =
        new ProcessBuilder(List.of("/bin/sh", script.toString()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("said"))).isZero();
    Map<String, String> made = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory.resolve("secrets"))) {
      for (Path file : new ArrayList<>(files.toList())) {
        made.put("secrets/" + file.getFileName(), Files.readString(file));
      }
    }
    return made;
  }
}
