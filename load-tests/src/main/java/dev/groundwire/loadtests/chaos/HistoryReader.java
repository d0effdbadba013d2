package dev.groundwire.loadtests.chaos;

import dev.groundwire.loadtests.chaos.History.Committed;
import dev.groundwire.loadtests.chaos.History.Effect;
import dev.groundwire.loadtests.chaos.History.Fact;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads what is to be checked. */
final class HistoryReader {
  private static final String FACTS =
      """
      SELECT id, (payload::jsonb ->> 'op')::uuid AS op, key, key_seq
      FROM outbox WHERE type = 'chaos.op-done.v1'
      """;
  private static final String DEAD =
      """
      SELECT (payload::jsonb ->> 'op')::uuid AS op FROM dead_letter
      WHERE type = 'chaos.op-done.v1' AND state <> 'replayed'
      """;

  private HistoryReader() {}

  /**
   * @param streamed the facts in the broker's stream
   */
  static History read(ChaosDatabase database, List<Fact> streamed) throws SQLException {
    Map<String, Long> counters = new HashMap<>();
    database.list(
        "SELECT key, n FROM chaos_counter WHERE n > 0",
        row -> counters.put(row.getString("key"), row.getLong("n")));
    return new History(
        database.list(
            "SELECT op_id, key, poison FROM chaos_op",
            row -> new Committed(uuid(row, "op_id"), row.getString("key"), row.getBoolean(3))),
        database.list(
            FACTS,
            row ->
                new Fact(uuid(row, "id"), uuid(row, "op"), row.getString("key"), row.getLong(4))),
        database.list(
            "SELECT op_id, event_id, key, key_seq, n FROM chaos_effect",
            row ->
                new Effect(
                    uuid(row, "op_id"),
                    uuid(row, "event_id"),
                    row.getString("key"),
                    row.getLong("key_seq"),
                    row.getLong("n"))),
        counters,
        database.list(DEAD, row -> uuid(row, "op")),
        streamed);
  }

  private static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }
}
