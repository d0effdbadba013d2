package dev.groundwire.testing;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Vert.x with all codecs, for one test class; what was deployed is undeployed with it. */
public final class VertxFixture implements BeforeAllCallback, AfterAllCallback {
  private static final Duration MEASURED = Duration.ofMillis(50);
  private final @Nullable Telemetry telemetry;
  private @Nullable Vertx vertx;

  public VertxFixture() {
    this.telemetry = null;
  }

  /** One whose spans are told to {@code spans}. */
  public VertxFixture(SeenSpans spans) {
    this(Telemetry.observing(spans, false, MEASURED));
  }

  private VertxFixture(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** One that puts into them also what people write. */
  public static VertxFixture telling(SeenSpans spans) {
    return new VertxFixture(Telemetry.observing(spans, true, MEASURED));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    vertx = telemetry == null ? Vertx.vertx() : telemetry.vertx(new VertxOptions());
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
