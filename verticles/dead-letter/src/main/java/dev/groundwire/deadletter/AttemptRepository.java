package dev.groundwire.deadletter;

import dev.groundwire.bus.deadletter.FailedAttempt;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The {@code dead_letter_attempt} table: why each try has failed. */
final class AttemptRepository {
  private static final int KEPT = 100;
  private static final int LONGEST_ERROR = 4_000;
  private static final String ADD =
      """
      INSERT INTO dead_letter_attempt (dead_letter_id, organization_id, attempted_at, error)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT DO NOTHING
      """;
  private static final String COUNT =
      "UPDATE dead_letter SET attempts = attempts + $2 WHERE id = $1";
  private static final String TRIM =
      """
      DELETE FROM dead_letter_attempt
      WHERE dead_letter_id = $1 AND attempted_at < (
        SELECT attempted_at FROM dead_letter_attempt
        WHERE dead_letter_id = $1 ORDER BY attempted_at DESC OFFSET $2 LIMIT 1)
      """;
  private static final String LIST =
      """
      SELECT attempted_at, error FROM dead_letter_attempt
      WHERE dead_letter_id = $1 ORDER BY attempted_at
      """;

  /** Adds those that are not there yet. */
  void add(SqlConnection tx, UUID letter, UUID organization, List<FailedAttempt> attempts) {
    List<FailedAttempt> last =
        attempts.subList(Math.max(0, attempts.size() - KEPT), attempts.size());
    int added =
        Rows.batch(
            tx,
            ADD,
            last.stream()
                .map(attempt ->
                    Tuple.of(
                        letter,
                        organization,
                        attempt.at().atOffset(ZoneOffset.UTC),
                        storable(attempt.error(), LONGEST_ERROR)))
                .toList());
    Rows.update(tx, COUNT, Tuple.of(letter, added));
    Rows.update(tx, TRIM, Tuple.of(letter, KEPT - 1));
  }

  List<FailedAttempt> list(SqlConnection tx, UUID letter) {
    return Rows.list(
        tx,
        LIST,
        Tuple.of(letter),
        row ->
            new FailedAttempt(
                row.getOffsetDateTime("attempted_at").toInstant(), row.getString("error")));
  }

  /** Text as the database takes it: no NUL, and not without end. */
  static String storable(String text, int longest) {
    String clean = text.replace('\0', ' ');
    return clean.substring(0, Math.min(clean.length(), longest));
  }
}
