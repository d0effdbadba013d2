package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own on loopback. It stops with this JVM, however that ends, and is restarted
 * when it crashes. All methods block; none belongs on an event loop.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private final EmbeddedPostgresConfig config;
  private final PostgresFolder folder;
  private final DataFolderLock lock;
  private final LeftoverServer leftover;
  private final Supervision supervision;
  private final int port;
  private boolean closed;

  private EmbeddedPostgres(
      EmbeddedPostgresConfig config,
      PostgresFolder folder,
      DataFolderLock lock,
      LeftoverServer leftover,
      Supervision supervision,
      int port) {
    this.config = config;
    this.folder = folder;
    this.lock = lock;
    this.leftover = leftover;
    this.supervision = supervision;
    this.port = port;
  }

  /**
   * Returns once the server accepts connections; creates the cluster first where there is none.
   *
   * @throws EmbeddedPostgresException which says what hinders it and what helps
   */
  public static EmbeddedPostgres start(EmbeddedPostgresConfig config) {
    Account account = Account.current();
    BinariesArchive archive = BinariesArchive.forThisMachine();
    DataFolderLock lock = DataFolderLock.take(config.directory());
    try {
      Path home = BinariesUnpacking.unpack(archive, config.binaries());
      return start(config, new Programs(home.resolve("bin"), account), lock);
    } catch (RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  private static EmbeddedPostgres start(
      EmbeddedPostgresConfig config, Programs programs, DataFolderLock lock) {
    PostgresFolder folder =
        new ClusterInitialisation(programs, config.durable()).ensure(config.directory());
    ServerProcesses processes = new ServerProcesses(folder.cluster());
    LeftoverServer leftover = new LeftoverServer(programs, folder, processes, config.stopWithin());
    leftover.clear();
    ServerStart server = new ServerStart(programs, folder, config, leftover, choosePort(folder));
    RestartBudget budget =
        new RestartBudget(config.restarts(), config.restartWindow(), System::nanoTime);
    Supervision supervision = new Supervision(server, processes, budget, server.first());
    supervision.begin();
    return new EmbeddedPostgres(config, folder, lock, leftover, supervision, server.port());
  }

  private static int choosePort(PostgresFolder folder) {
    try {
      return ServerPort.choose(folder.port());
    } catch (IOException failed) {
      throw new EmbeddedPostgresException("No port can be had on loopback: " + failed, failed);
    }
  }

  /** The application's login: owner of its database, bound by row-level security. */
  public PostgresLogin login() {
    return login(PostgresFolder.ROLE, PostgresFolder.ROLE);
  }

  /** The superuser's login, whom row-level security does not bind: for administration and tests. */
  public PostgresLogin administrator() {
    return login(PostgresFolder.ADMINISTRATOR, "postgres");
  }

  /** Whether the server runs at this moment; false during a restart. */
  public boolean up() {
    return supervision.up();
  }

  /** The server's process id; another one after a restart. */
  public long pid() {
    return supervision.postmaster();
  }

  /** Fails when the server crashed too often to be restarted: the process should end then. */
  public CompletionStage<Void> givenUp() {
    return supervision.givenUp();
  }

  /** Disconnects all clients and stops the server, by force after the deadline. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      boolean clean = supervision.end(config.stopWithin()).stop(config.stopWithin());
      leftover.killAll();
      LOG.atInfo().addKeyValue("clean", clean).log("postgres stopped");
    } catch (IOException failed) {
      throw new EmbeddedPostgresException("PostgreSQL cannot be stopped: " + failed, failed);
    } finally {
      lock.close();
    }
  }

  private PostgresLogin login(String role, String database) {
    return new PostgresLogin(ServerPort.HOST, port, database, role, folder.password(role));
  }
}
