package dev.groundwire.launcher.observability;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A dashboard of Grafana, as its file describes it. */
record Dashboard(String file, JsonObject json) {
  static List<Dashboard> all() throws IOException {
    List<Dashboard> dashboards = new ArrayList<>();
    for (Path file : Watching.files(Watching.DASHBOARDS, ".json")) {
      dashboards.add(
          new Dashboard(file.getFileName().toString(), new JsonObject(Files.readString(file))));
    }
    return dashboards;
  }

  /** Those that show something, within rows too. */
  List<JsonObject> panels() {
    return objects(json.getJsonArray("panels"))
        .flatMap(panel -> Stream.concat(Stream.of(panel), objects(panel.getJsonArray("panels"))))
        .filter(panel -> !panel.getString("type").equals("row"))
        .toList();
  }

  /** What it asks Prometheus for: panels, annotations. */
  List<String> expressions() {
    return Stream.concat(
            panels().stream().flatMap(panel -> objects(panel.getJsonArray("targets"))),
            objects(json.getJsonObject("annotations").getJsonArray("list")))
        .map(target -> target.getString("expr"))
        .toList();
  }

  static Stream<JsonObject> objects(@Nullable JsonArray array) {
    return array == null ? Stream.of() : array.stream().map(JsonObject.class::cast);
  }
}
