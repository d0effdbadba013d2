package dev.groundwire.launcher.deployment;

import dev.groundwire.launcher.product.Launch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** What is in {@code docker/}, read. */
final class DeploymentFiles {
  static final Path DOCKER = Launch.root().resolve("docker");
  static final Path KUBERNETES = DOCKER.resolve("kubernetes");

  private DeploymentFiles() {}

  /** The compose files by their names. */
  static Map<String, JsonObject> compositions() throws IOException {
    return Map.of(
        "compose.yaml", one(DOCKER.resolve("compose.yaml")),
        "compose.cluster.yaml", one(DOCKER.resolve("compose.cluster.yaml")));
  }

  static JsonObject cluster() throws IOException {
    return one(DOCKER.resolve("compose.cluster.yaml"));
  }

  /** The services of all compose files, by file and name. */
  static Map<String, JsonObject> services() throws IOException {
    Map<String, JsonObject> services = new TreeMap<>();
    for (Map.Entry<String, JsonObject> file : compositions().entrySet()) {
      JsonObject declared = file.getValue().getJsonObject("services");
      declared
          .fieldNames()
          .forEach(name -> services.put(file.getKey() + ": " + name, declared.getJsonObject(name)));
    }
    return services;
  }

  /** Those of the services that are Groundwire itself. */
  static Map<String, JsonObject> nodes() throws IOException {
    Map<String, JsonObject> nodes = services();
    nodes.values().removeIf(service -> !service.getString("image").startsWith("groundwire:"));
    return nodes;
  }

  static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(KUBERNETES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** The only manifest of that kind and name in the base. */
  static JsonObject manifest(String kind, String name) throws IOException {
    List<JsonObject> found = new ArrayList<>();
    for (Path file : manifests()) {
      if (file.startsWith(KUBERNETES.resolve("base"))) {
        all(file).stream()
            .filter(each -> kind.equals(each.getString("kind")))
            .filter(each -> name.equals(each.getJsonObject("metadata").getString("name")))
            .forEach(found::add);
      }
    }
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " manifests are the " + kind + " " + name);
    }
    return found.getFirst();
  }

  static JsonObject one(Path file) throws IOException {
    List<JsonObject> all = all(file);
    if (all.size() != 1) {
      throw new IllegalStateException(file + " holds " + all.size() + " documents");
    }
    return all.getFirst();
  }

  /** The documents of a file, with anchors and merged keys resolved. */
  static List<JsonObject> all(Path file) throws IOException {
    List<JsonObject> documents = new ArrayList<>();
    for (Object document : new Yaml().loadAll(Files.readString(file))) {
      documents.add(new JsonObject(keys(document)));
    }
    return documents;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> keys(Object document) {
    return (Map<String, Object>) document;
  }

  static Stream<JsonObject> objects(@Nullable JsonArray array) {
    return array == null
        ? Stream.empty()
        : Stream.iterate(0, at -> at < array.size(), at -> at + 1).map(array::getJsonObject);
  }
}
