package dev.groundwire.retrieval.pgvector;

import io.vertx.sqlclient.Tuple;

/** SQL that is put together, its parameters numbered as they come. */
final class Statement {
  private final StringBuilder text = new StringBuilder();
  private final Tuple values = Tuple.tuple();

  Statement add(String sql) {
    text.append(sql).append('\n');
    return this;
  }

  /** What stands for the value in the text. */
  String parameter(Object value) {
    values.addValue(value);
    return "$" + values.size();
  }

  String text() {
    return text.toString();
  }

  Tuple values() {
    return values;
  }
}
