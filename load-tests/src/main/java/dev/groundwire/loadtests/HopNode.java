package dev.groundwire.loadtests;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.launcher.AppConfig;
import dev.groundwire.launcher.cluster.Cluster;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of a cluster without rooms, and what the other one answers: typed, and bare beside it. */
final class HopNode {
  static final String BARE = "bare.echo";

  /** As many floats as make a kilobyte. */
  private static final float[] ANSWER = new float[256];

  private HopNode() {}

  /**
   * Joins the cluster of two.
   *
   * @param port of its membership
   */
  static Vertx join(int port, int other) {
    AppConfig config =
        AppConfig.load(
            Map.of(
                "GROUNDWIRE_PROFILE", "cluster",
                "DATABASE_URL", "postgresql://nobody@127.0.0.1/none",
                "SECRET_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                "CLUSTER_NAME", "hop-" + Math.min(port, other),
                "CLUSTER_PORT", Integer.toString(port),
                "CLUSTER_BUS_PORT", "0",
                "CLUSTER_MEMBERS", "127.0.0.1:" + other),
            Optional.empty());
    Telemetry telemetry = Telemetry.start(config.telemetry(), "hop");
    Vertx vertx =
        Cluster.join(config.cluster(), telemetry, new VertxOptions().setEventLoopPoolSize(1))
            .vertx();
    BusCodecs.register(vertx.eventBus());
    return vertx;
  }

  /**
   * @param arguments its port and that of the other node
   */
  public static void main(String... arguments) {
    Vertx vertx = join(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                Buffer kilobyte = Buffer.buffer(new byte[1024]);
                return Future.all(
                    vertx.eventBus().consumer(BARE, asked -> asked.reply(kilobyte)).completion(),
                    new Bus(vertx)
                        .answer(
                            EmbeddingBus.EMBED_TEXTS,
                            1024,
                            asked -> new TextsEmbedded("none", List.of(ANSWER))));
              }
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP))
        .await();
    System.out.println("listening on http://127.0.0.1:" + arguments[0]);
  }
}
