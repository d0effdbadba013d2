package dev.groundwire.platform.postgres.embedded;

import io.vertx.pgclient.PgConnectOptions;

/** How to reach a database of the embedded server as one of its roles. */
public record PostgresLogin(String host, int port, String database, String user, String password) {
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  public PgConnectOptions connectOptions() {
    return new PgConnectOptions()
        .setHost(host)
        .setPort(port)
        .setDatabase(database)
        .setUser(user)
        .setPassword(password);
  }

  /** The same role in another database of the server. */
  public PostgresLogin withDatabase(String other) {
    return new PostgresLogin(host, port, other, user, password);
  }

  /** Without the password: logins end up in logs. */
  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
