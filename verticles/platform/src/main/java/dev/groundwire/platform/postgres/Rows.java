package dev.groundwire.platform.postgres;

import dev.groundwire.platform.bus.Deadline;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs a prepared statement and awaits it. For repositories on virtual threads. */
public final class Rows {
  /** Longer than the server's own statement time-out: reached only when the server is gone. */
  private static final Duration SERVER_GONE = Duration.ofSeconds(90);

  private Rows() {}

  public static <T> List<T> list(
      SqlClient sql, String statement, Tuple parameters, Function<Row, T> read) {
    return send(sql, statement, parameters, read).get();
  }

  /**
   * Sends it now and awaits it when it is asked for: a connection answers in the order of the
   * calls, so several statements travel together.
   */
  public static <T> Supplier<List<T>> send(
      SqlClient sql, String statement, Tuple parameters, Function<Row, T> read) {
    Future<RowSet<Row>> answer = sql.preparedQuery(statement).execute(parameters);
    return () -> {
      List<T> items = new ArrayList<>();
      for (Row row : await(answer)) {
        items.add(read.apply(row));
      }
      return items;
    };
  }

  /** The first row; empty when there is none. */
  public static <T> Optional<T> first(
      SqlClient sql, String statement, Tuple parameters, Function<Row, T> read) {
    RowSet<Row> rows = await(sql.preparedQuery(statement).execute(parameters));
    return rows.size() == 0 ? Optional.empty() : Optional.of(read.apply(rows.iterator().next()));
  }

  /** How many rows it changed. */
  public static int update(SqlClient sql, String statement, Tuple parameters) {
    return await(sql.preparedQuery(statement).execute(parameters)).rowCount();
  }

  /** How many rows it changed in all; nothing is sent for no parameters. */
  public static int batch(SqlClient sql, String statement, List<Tuple> parameters) {
    if (parameters.isEmpty()) {
      return 0;
    }
    int changed = 0;
    RowSet<Row> result = await(sql.preparedQuery(statement).executeBatch(parameters));
    while (result != null) {
      changed += result.rowCount();
      result = result.next();
    }
    return changed;
  }

  static <T> T await(Future<T> answer) {
    try {
      return Deadline.await(answer, SERVER_GONE);
    } catch (TimeoutException gone) {
      throw new DatabaseGoneException("no answer within " + SERVER_GONE, gone);
    } catch (RuntimeException told) {
      throw told;
    } catch (Exception undeclared) {
      // A refused connection is a checked exception that await() throws undeclared: it would pass
      // every catch of a RuntimeException and end the loops that are to outlive an outage.
      throw new DatabaseGoneException(String.valueOf(undeclared.getMessage()), undeclared);
    }
  }
}
