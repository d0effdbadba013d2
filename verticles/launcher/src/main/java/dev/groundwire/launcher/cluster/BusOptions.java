package dev.groundwire.launcher.cluster;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;

/** The settings of the bus between nodes. */
final class BusOptions {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private BusOptions() {}

  static EventBusOptions of(ClusterConfig cluster) {
    EventBusOptions options =
        new EventBusOptions()
            .setHost(cluster.host())
            .setClusterPublicHost(cluster.reachedHost())
            .setPort(cluster.busPort())
            .setConnectTimeout((int) CONNECT.toMillis())
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true);
    if (cluster.publicBusPort() != 0) {
      options.setClusterPublicPort(cluster.publicBusPort());
    }
    cluster
        .identity()
        .ifPresent(identity ->
            options
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustAll(false)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .addCertPath(identity.certificate().toString())
                        .addKeyPath(identity.key().toString()))
                .setTrustOptions(
                    new PemTrustOptions().addCertPath(identity.authority().toString())));
    return options;
  }
}
