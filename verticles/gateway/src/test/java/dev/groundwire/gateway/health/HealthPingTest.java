package dev.groundwire.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.gateway.access.TenantScopeRepository;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthPingTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile boolean accepting = true;
  private volatile int status = 200;
  private volatile int used;
  private final BlockingQueue<String> looks = new LinkedBlockingQueue<>();
  private HttpServer server;
  private String deployment;

  @BeforeEach
  void begin() throws TimeoutException {
    server =
        VERTX
            .vertx()
            .createHttpServer()
            .requestHandler(request -> {
              heard.add(request.path() + " " + status);
              request.response().setStatusCode(status).end();
            })
            .listen(0, "127.0.0.1")
            .await();
    URI address = URI.create("http://127.0.0.1:" + server.actualPort() + "/ping/secret-id");
    deployment = VERTX.deploy(new Pinging(address));
  }

  @AfterEach
  void end() throws TimeoutException {
    VERTX.undeploy(deployment);
    server.close().await();
  }

  private final class Pinging extends VerticleBase {
    private final URI address;

    Pinging(URI address) {
      this.address = address;
    }

    @Override
    public Future<?> start() {
      HealthConfig config =
          new HealthConfig(
              Duration.ofMillis(50),
              Duration.ofSeconds(2),
              0.9,
              0.8,
              Duration.ofMillis(100),
              10,
              address.toString(),
              Duration.ofMillis(50),
              Duration.ofSeconds(2));
      NodeHealth health =
          new NodeHealth(
              vertx,
              config,
              new Bus(vertx),
              new TenantScopeRepository(POSTGRES.pool(), Duration.ofSeconds(2)),
              Optional.empty(),
              List.of(new Bound("event streams", () -> used, 10)),
              () -> accepting,
              false,
              Clock.systemUTC());
      health.onLook(() -> looks.add("looked"));
      return health
          .begin(meters)
          .onSuccess(looked ->
              new HealthPing(vertx, vertx.createHttpClient(), address, config, meters)
                  .begin(health));
    }
  }

  private void hears(String wanted) throws InterruptedException {
    String last = "nothing";
    do {
      last = heard.poll(20, TimeUnit.SECONDS);
      assertThat(last).as("instead of " + wanted).isNotNull();
    } while (!wanted.equals(last));
  }

  private double count(String name) {
    return meters.get(name).counter().count();
  }

  @Test
  void tellsReadyAndNotReady() throws InterruptedException {
    hears("/ping/secret-id 200");
    used = 10;
    hears("/ping/secret-id/fail 200");
    used = 0;
    hears("/ping/secret-id 200");
    assertThat(count("healthcheck.ping")).isGreaterThanOrEqualTo(3);
    assertThat(count("healthcheck.ping.failed")).isZero();
  }

  @Test
  void saysNothingWhileItIsToldToStop() throws InterruptedException {
    hears("/ping/secret-id 200");
    accepting = false;
    heard.clear();
    looks.clear();
    for (int look = 0; look < 10; look++) {
      assertThat(looks.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(heard).noneMatch(ping -> ping.contains("fail"));
  }

  @Test
  void countsWhatDoesNotArrive() throws InterruptedException {
    hears("/ping/secret-id 200");
    status = 500;
    hears("/ping/secret-id 500");
    hears("/ping/secret-id 500");
    assertThat(count("healthcheck.ping.failed")).isPositive();
    assertThat(
            meters
                .get("external.request.errors")
                .tags("service", "healthcheck", "operation", "ping")
                .counter()
                .count())
        .isPositive();
  }
}
