package dev.groundwire.launcher.deployment;

import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** What the deployment makes. */
record Pod(JsonObject deployment) {
  static Pod read() throws IOException {
    return new Pod(DeploymentFiles.manifest("Deployment", "groundwire").getJsonObject("spec"));
  }

  JsonObject template() {
    return deployment.getJsonObject("template");
  }

  JsonObject spec() {
    return template().getJsonObject("spec");
  }

  JsonObject container() {
    return spec().getJsonArray("containers").getJsonObject(0);
  }

  JsonObject volume(String name) {
    return named(spec(), "volumes", name);
  }

  int port(String name) {
    return named(container(), "ports", name).getInteger("containerPort");
  }

  private static JsonObject named(JsonObject owner, String list, String name) {
    return DeploymentFiles.objects(owner.getJsonArray(list))
        .filter(each -> name.equals(each.getString("name")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(list + " has no " + name));
  }
}
