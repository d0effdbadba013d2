package dev.groundwire.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every change of an answer, of a job and of a schedule that was committed, in its order: written
 * down by triggers in the database, so that nothing any node does can be missed.
 */
final class Ledger {
  private static final Set<String> ENDS =
      Set.of("completed", "cancelled", "failed", "succeeded", "deleted");
  private static final String TRIGGERS =
      """
      CREATE TABLE seen_change (number bigserial PRIMARY KEY, kind text NOT NULL,
        name text NOT NULL, holder uuid, term bigint, state text, place text);
      CREATE FUNCTION see_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO seen_change (kind, name, holder, term, state)
        VALUES ('answer', new.id, new.owner, new.owner_term, new.state);
        RETURN NULL;
      END $$;
      CREATE FUNCTION see_job() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO seen_change (kind, name, holder, term, state, place)
        VALUES ('job', new.id, new.holder, new.term, new.state, new.stage || ' ' || new.cursor);
        RETURN NULL;
      END $$;
      CREATE FUNCTION see_schedule() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO seen_change (kind, name, place)
        VALUES ('schedule', new.name, new.last_at::text);
        RETURN NULL;
      END $$;
      CREATE FUNCTION see_fact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO seen_change (kind, name, state) VALUES ('fact', new.key, new.type);
        RETURN NULL;
      END $$;
      CREATE TRIGGER seen AFTER INSERT OR UPDATE ON answer
        FOR EACH ROW EXECUTE FUNCTION see_answer();
      CREATE TRIGGER seen AFTER INSERT OR UPDATE ON job
        FOR EACH ROW EXECUTE FUNCTION see_job();
      CREATE TRIGGER seen AFTER UPDATE ON job_schedule
        FOR EACH ROW EXECUTE FUNCTION see_schedule();
      CREATE TRIGGER seen AFTER INSERT ON outbox
        FOR EACH ROW WHEN (new.type LIKE 'answer.%') EXECUTE FUNCTION see_fact();
      """;

  private final PostgresLogin login;

  /** One change. */
  record Change(
      String kind,
      String name,
      @Nullable UUID holder,
      long term,
      @Nullable String state,
      @Nullable String place) {
    boolean isEnd() {
      return state != null && ENDS.contains(state);
    }
  }

  private Ledger(PostgresLogin login) {
    this.login = login;
  }

  /**
   * From now on.
   *
   * @param administrator of the migrated database
   */
  static Ledger begin(PostgresLogin administrator) throws SQLException {
    Ledger ledger = new Ledger(administrator);
    try (Connection connection = ledger.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(TRIGGERS);
    }
    return ledger;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
  }

  /** Of one kind, by name, each in its order. */
  private Map<String, List<Change>> changes(String kind) throws SQLException {
    Map<String, List<Change>> changes = new LinkedHashMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT kind, name, holder, term, state, place FROM seen_change ORDER BY number")) {
      while (row.next()) {
        if (row.getString("kind").equals(kind)) {
          changes
              .computeIfAbsent(row.getString("name"), ignored -> new ArrayList<>())
              .add(
                  new Change(
                      kind,
                      row.getString("name"),
                      row.getObject("holder", UUID.class),
                      row.getLong("term"),
                      row.getString("state"),
                      row.getString("place")));
        }
      }
    }
    return changes;
  }

  /** What was seen of one answer or job last. */
  Change last(String kind, String name) throws SQLException {
    return changes(kind).getOrDefault(name, List.of()).stream()
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("nothing was seen of " + kind + " " + name));
  }

  /** How often it has had another holder. */
  int holders(String kind, String name) throws SQLException {
    Set<UUID> holders = new HashSet<>();
    changes(kind).getOrDefault(name, List.of()).stream()
        .map(Change::holder)
        .filter(Objects::nonNull)
        .forEach(holders::add);
    return holders.size();
  }

  /**
   * Nobody acted who did not hold it, nothing was done twice, and nothing goes on after its end.
   */
  void assertNobodyActedTwice() throws SQLException {
    List<String> wrong = new ArrayList<>();
    for (String kind : List.of("answer", "job")) {
      changes(kind).forEach((name, changes) -> judge(changes, wrong));
    }
    changes("schedule").forEach((name, changes) -> judgeTimes(changes, wrong));
    changes("fact")
        .forEach((name, facts) -> {
          if (facts.size() > 1) {
            wrong.add("told more than once: " + facts);
          }
        });
    assertThat(wrong).isEmpty();
  }

  /** Settings of a node with a job that is due every second. */
  static Path schedule(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("schedules.yaml"),
        """
        jobs:
          schedules:
            - name: often
              kind: cleanup
              workspace: default
              every: 1s
        """);
  }

  /** How many times of the schedule have come. */
  int times() throws SQLException {
    return changes("schedule").values().stream().mapToInt(List::size).sum();
  }

  void assertNoJobFailed() throws SQLException {
    assertThat(changes("job").values())
        .extracting(List::getLast)
        .filteredOn(Change::isEnd)
        .isNotEmpty()
        .allSatisfy(end -> assertThat(end.state()).as(end.toString()).isEqualTo("succeeded"));
  }

  private static void judge(List<Change> changes, List<String> wrong) {
    Map<Long, UUID> holders = new LinkedHashMap<>();
    Set<String> places = new HashSet<>();
    long term = 0;
    String place = null;
    boolean hasEnded = false;
    for (Change change : changes) {
      UUID before =
          change.holder() == null ? null : holders.putIfAbsent(change.term(), change.holder());
      boolean isAnothers = before != null && !before.equals(change.holder());
      boolean isBehind = change.holder() != null && change.term() < term;
      boolean isNewPlace = change.place() != null && !change.place().equals(place);
      boolean isAgain = isNewPlace && !places.add(change.place());
      if (hasEnded || isAnothers || isBehind || isAgain) {
        wrong.add(change + " comes too late in " + changes);
      }
      hasEnded |= change.isEnd();
      term = Math.max(term, change.term());
      place = change.place() == null ? place : change.place();
    }
  }

  private static void judgeTimes(List<Change> changes, List<String> wrong) {
    Set<String> times = new HashSet<>();
    for (Change change : changes) {
      if (change.place() != null && !times.add(change.place())) {
        wrong.add("due twice: " + change + " in " + changes);
      }
    }
  }
}
