package dev.groundwire.chat;

import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Points in time as the database keeps them: in UTC, to the microsecond. */
final class Moments {
  private Moments() {}

  static Instant now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  static OffsetDateTime column(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Instant read(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
