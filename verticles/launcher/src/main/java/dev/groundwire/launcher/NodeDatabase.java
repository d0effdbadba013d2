package dev.groundwire.launcher;

import dev.groundwire.platform.postgres.Migrations;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgres;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgresConfig;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The database of a node: its own PostgreSQL, or the one that {@code DATABASE_URL} names. */
final class NodeDatabase implements AutoCloseable {
  private final Optional<EmbeddedPostgres> own;
  private final Optional<DatabaseClaim> claim;
  private final PgConnectOptions server;
  private final PgConnectOptions pooled;

  private NodeDatabase(
      Optional<EmbeddedPostgres> own,
      Optional<DatabaseClaim> claim,
      PgConnectOptions server,
      PgConnectOptions pooled) {
    this.own = own;
    this.claim = claim;
    this.server = server;
    this.pooled = pooled;
  }

  /** Blocks until the database answers with a current schema. */
  static NodeDatabase open(AppConfig config) {
    String url = config.database().url();
    Duration patience = config.start().patience();
    long begin = System.nanoTime();
    NodeDatabase database =
        url == null ? startOwn(config) : useOther(parse("DATABASE_URL", url), config, patience);
    Duration waited = Duration.ofNanos(System.nanoTime() - begin);
    try {
      Migrations.apply(database.server, patience.minus(waited));
      return database;
    } catch (RuntimeException failure) {
      database.close();
      throw failure;
    }
  }

  private static NodeDatabase useOther(
      PgConnectOptions pooled, AppConfig config, Duration patience) {
    String direct = config.database().directUrl();
    PgConnectOptions server = direct == null ? pooled : parse("DATABASE_DIRECT_URL", direct);
    DatabaseClaim claim = DatabaseClaim.claim(server, config.profile(), patience);
    try {
      if (direct != null) {
        claim.checkSeenThrough(pooled, patience);
      }
      return new NodeDatabase(Optional.empty(), Optional.of(claim), server, pooled);
    } catch (RuntimeException failure) {
      claim.close();
      throw failure;
    }
  }

  private static NodeDatabase startOwn(AppConfig config) {
    EmbeddedPostgres own =
        EmbeddedPostgres.start(
            EmbeddedPostgresConfig.under(config.dataDir()).forPoolOf(config.database().poolSize()));
    PgConnectOptions server = own.login().connectOptions();
    return new NodeDatabase(Optional.of(own), Optional.empty(), server, server);
  }

  /** The copy that searches read; empty when they read the same as all others. */
  static Optional<PgConnectOptions> forReading(AppConfig config) {
    return Optional.ofNullable(config.database().readUrl())
        .map(url -> parse("DATABASE_READ_URL", url));
  }

  private static PgConnectOptions parse(String name, String url) {
    try {
      return PgConnectOptions.fromUri(url);
    } catch (RuntimeException unreadable) {
      throw new StartFailure(
          name
              + " is not postgresql://user:password@host:port/database (its value is not"
              + " shown, it may hold a password)",
          unreadable);
    }
  }

  /** The server itself, for what needs a session. */
  PgConnectOptions server() {
    return server;
  }

  /** Where pools lead to: the server, or a pooler before it. */
  PgConnectOptions pooled() {
    return pooled;
  }

  /** Fails when the database has stopped for good. */
  CompletionStage<Void> givenUp() {
    return own.map(EmbeddedPostgres::givenUp).orElseGet(CompletableFuture::new);
  }

  @Override
  public void close() {
    claim.ifPresent(DatabaseClaim::close);
    own.ifPresent(EmbeddedPostgres::close);
  }
}
