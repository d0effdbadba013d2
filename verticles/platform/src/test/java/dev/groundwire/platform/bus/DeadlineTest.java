package dev.groundwire.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  @Test
  void leavesTheContextAliveWhenItTimesOut() throws Exception {
    Vertx vertx = Vertx.vertx();
    Promise<String> outcome = Promise.promise();
    Promise<String> afterwards = Promise.promise();
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                context.runOnContext(ignored -> {
                  try {
                    Deadline.await(Promise.promise().future(), Duration.ofMillis(20));
                    outcome.complete("answered");
                  } catch (TimeoutException late) {
                    outcome.complete("late");
                    context.runOnContext(next -> afterwards.complete("alive"));
                  }
                });
                return Future.succeededFuture();
              }
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await(20, TimeUnit.SECONDS);
    assertThat(outcome.future().await(20, TimeUnit.SECONDS)).isEqualTo("late");
    assertThat(afterwards.future().await(20, TimeUnit.SECONDS)).isEqualTo("alive");
    vertx.close().await(20, TimeUnit.SECONDS);
  }
}
