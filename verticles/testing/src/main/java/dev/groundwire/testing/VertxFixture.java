package dev.groundwire.testing;

import dev.groundwire.bus.BusCodecs;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Vert.x with all codecs, for one test class; what was deployed is undeployed with it. */
public final class VertxFixture implements BeforeAllCallback, AfterAllCallback {
  private @Nullable Vertx vertx;

  @Override
  public void beforeAll(ExtensionContext context) {
    vertx = Vertx.vertx();
    BusCodecs.register(vertx.eventBus());
  }

  @Override
  public void afterAll(ExtensionContext context) throws TimeoutException {
    vertx().close().await(60, TimeUnit.SECONDS);
  }

  public Vertx vertx() {
    return Objects.requireNonNull(vertx, "the fixture is a static @RegisterExtension field");
  }

  /**
   * Deploys on virtual threads and waits until it is ready.
   *
   * @return the deployment id
   */
  public String deploy(Deployable verticle) throws TimeoutException {
    return vertx()
        .deployVerticle(
            verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await(60, TimeUnit.SECONDS);
  }

  public void undeploy(String deployment) throws TimeoutException {
    vertx().undeploy(deployment).await(60, TimeUnit.SECONDS);
  }
}
