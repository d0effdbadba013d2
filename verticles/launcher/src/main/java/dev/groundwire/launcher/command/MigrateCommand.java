package dev.groundwire.launcher.command;

import dev.groundwire.launcher.AppConfig;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.platform.postgres.Migrations;
import io.vertx.pgclient.PgConnectOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Brings an external database up to date before nodes of a new version start. */
@Command(
    name = "migrate",
    description =
        "Bring the database of DATABASE_URL, with its index, up to date; an embedded one does it by"
            + " itself.")
final class MigrateCommand implements Callable<Integer> {
  private final Invocation invocation;

  MigrateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Setup setup = invocation.setup();
    LogSettings.quiet(setup);
    AppConfig config = setup.config();
    DatabaseConfig database = config.database();
    String url = database.directUrl() == null ? database.url() : database.directUrl();
    if (url == null) {
      throw new UserFailure(
          "DATABASE_URL is not set; set it to postgresql://user:password@host:port/database");
    }
    PgConnectOptions server = PgConnectOptions.fromUri(url);
    int applied = Migrations.apply(server) + config.index().migrate(server);
    setup.terminal().out().println(applied == 0 ? "Already up to date" : "Applied " + applied);
    return 0;
  }
}
