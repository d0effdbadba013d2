package dev.groundwire.platform.postgres.embedded;

import java.time.Duration;
import java.util.List;

/**
 * The operating system's account that the server runs under.
 *
 * @param prefix put before each command; not empty when root, as whom PostgreSQL refuses to run
 */
record Account(List<String> prefix) {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String ELSEWHERE =
      " Or set DATABASE_URL to a PostgreSQL that runs elsewhere.";

  static Account current() {
    if (System.getProperty("os.name").startsWith("Windows")) {
      throw new EmbeddedPostgresException(
          "Groundwire does not run its own PostgreSQL on Windows: use WSL 2." + ELSEWHERE);
    }
    boolean root = run("id", "-u").output().strip().equals("0");
    Account account = root ? insideUserNamespace() : new Account(List.of());
    account.refuseWithoutName();
    return account;
  }

  /** There the server is "nobody", while its files still belong to root outside. */
  private static Account insideUserNamespace() {
    Account account = new Account(List.of("unshare", "-U"));
    CommandOutcome namespace = run("unshare", "-U", "id", "-u");
    if (!namespace.succeeded() || namespace.output().strip().equals("0")) {
      throw new EmbeddedPostgresException(
          "PostgreSQL refuses to run as root, and a user namespace cannot be had (unshare -U: "
              + namespace.oneLine()
              + "). Start Groundwire as an ordinary user (docker run --user, su), with a data folder"
              + " that this user owns."
              + ELSEWHERE);
    }
    return account;
  }

  private void refuseWithoutName() {
    String[] command = Command.join(prefix, "id", "-un").toArray(String[]::new);
    CommandOutcome name = run(command);
    if (!name.succeeded()) {
      throw new EmbeddedPostgresException(
          "PostgreSQL refuses to run under an account without a name ("
              + name.oneLine()
              + "). Give the user id an entry in /etc/passwd, or use another user id."
              + ELSEWHERE);
    }
  }

  private static CommandOutcome run(String... command) {
    return Command.run(DEADLINE, List.of(command), "");
  }
}
