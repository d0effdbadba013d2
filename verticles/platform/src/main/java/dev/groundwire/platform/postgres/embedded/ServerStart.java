package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the server up on one port, whatever its last run left behind. */
final class ServerStart {
  private static final Logger LOG = LoggerFactory.getLogger(ServerStart.class);

  private final Programs programs;
  private final PostgresFolder folder;
  private final EmbeddedPostgresConfig config;
  private final LeftoverServer leftover;
  private final int port;

  ServerStart(
      Programs programs,
      PostgresFolder folder,
      EmbeddedPostgresConfig config,
      LeftoverServer leftover,
      int port) {
    this.programs = programs;
    this.folder = folder;
    this.config = config;
    this.leftover = leftover;
    this.port = port;
  }

  int port() {
    return port;
  }

  Watchdog first() {
    try {
      ServerSettings.write(folder, config, port);
    } catch (IOException failed) {
      throw new EmbeddedPostgresException("The settings cannot be written: " + failed, failed);
    }
    return start();
  }

  /** After a crash; the port stays, because pools and people know it. */
  Watchdog again() {
    leftover.clear();
    return start();
  }

  private Watchdog start() {
    keepLogShort();
    Watchdog started = launch();
    LOG.atInfo()
        .addKeyValue("pid", started.postmaster())
        .addKeyValue("port", port)
        .log("postgres started");
    return started;
  }

  /** For now and then; costs one look at a file's size. */
  void keepLogShort() {
    try {
      ServerLog.keepShort(folder);
    } catch (IOException failed) {
      LOG.atWarn().addKeyValue("reason", failed.toString()).log("postgres log not shortened");
    }
  }

  /** A server that is not ready in time may still run: it must not outlive this attempt. */
  private Watchdog launch() {
    try {
      return Watchdog.start(programs, folder, config);
    } catch (EmbeddedPostgresException failed) {
      leftover.clear();
      throw failed;
    }
  }
}
