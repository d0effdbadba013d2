package dev.groundwire.platform.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the client of NATS is set up. */
final class NatsOptions {
  private static final Logger LOG = LoggerFactory.getLogger(NatsOptions.class);

  /** The client's own default, 60 tries, is an outage of two minutes. */
  private static final int FOR_EVER = -1;

  private NatsOptions() {}

  /**
   * @param changed told whether there is a connection
   * @param ended told when the client will not try again by itself
   */
  static Options of(
      Vertx vertx, NatsConfig config, String name, Consumer<Boolean> changed, Runnable ended) {
    Options.Builder options =
        new Options.Builder()
            .servers(String.valueOf(config.url()).split(","))
            .connectionName(name)
            .connectionTimeout(config.connectTimeout())
            .reconnectWait(config.reconnectWait())
            .reconnectJitter(config.reconnectWait().dividedBy(2))
            .maxReconnects(FOR_EVER)
            .connectionListener(listener(changed, ended))
            .errorListener(errors());
    if (config.credentials() != null) {
      options.authHandler(Nats.credentials(config.credentials().toString()));
    }
    if (config.token() != null) {
      options.token(config.token().toCharArray());
    }
    if (config.certificateAuthority() != null || config.certificate() != null) {
      options.sslContext(tls(vertx, config));
    }
    return options.build();
  }

  private static ConnectionListener listener(Consumer<Boolean> changed, Runnable ended) {
    AtomicBoolean told = new AtomicBoolean();
    return new ConnectionListener() {
      @Override
      @SuppressWarnings("deprecation") // the only method that the interface leaves abstract
      public void connectionEvent(Connection connection, Events type) {
        switch (type) {
          case CONNECTED, RECONNECTED -> {
            told.set(false);
            LOG.atInfo().log("nats connected");
            changed.accept(true);
          }
          case DISCONNECTED -> {
            if (!told.getAndSet(true)) { // it comes with each try
              LOG.atWarn().log("nats away, trying again");
            }
            changed.accept(false);
          }
          case CLOSED -> ended.run();
          default -> LOG.atDebug().addKeyValue("change", type).log("nats connection");
        }
      }
    };
  }

  private static ErrorListener errors() {
    return new ErrorListener() {
      @Override
      public void errorOccurred(Connection connection, String error) {
        LOG.atWarn().addKeyValue("cause", error).log("nats reports an error");
      }

      @Override
      public void exceptionOccurred(Connection connection, Exception failure) {
        LOG.atDebug().addKeyValue("cause", String.valueOf(failure)).log("nats connection broken");
      }
    };
  }

  private static SSLContext tls(Vertx vertx, NatsConfig config) {
    try {
      KeyManager @Nullable [] keys = null;
      if (config.certificate() != null && config.key() != null) {
        keys =
            new PemKeyCertOptions()
                .setCertPath(config.certificate().toString())
                .setKeyPath(config.key().toString())
                .getKeyManagerFactory(vertx)
                .getKeyManagers();
      }
      TrustManager @Nullable [] trust = null;
      if (config.certificateAuthority() != null) {
        trust =
            new PemTrustOptions()
                .addCertPath(config.certificateAuthority().toString())
                .getTrustManagerFactory(vertx)
                .getTrustManagers();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (Exception unreadable) {
      throw new IllegalArgumentException(
          "nats.certificate_authority, nats.certificate or nats.key (NATS_CA, NATS_CERTIFICATE,"
              + " NATS_KEY) cannot be read as PEM: "
              + unreadable.getMessage(),
          unreadable);
    }
  }
}
