package dev.groundwire.deadletter;

import static dev.groundwire.deadletter.DeadLetterRoom.HANDLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.RecordedSpans;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterMetersTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private final Database database = POSTGRES.database();
  private final DeadLetterRoom room = new DeadLetterRoom(VERTX, database);
  private final EventEnvelope event =
      room.event(POSTGRES.newTenant(), UUID.randomUUID().toString(), 1);

  private static void until(String what, BooleanSupplier happened) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not in time: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void tellsHowManyThereAre() throws Exception {
    Telemetry telemetry = Telemetry.observing(new RecordedSpans(), false, Duration.ofMillis(50));
    telemetry.attachedTo(VERTX.vertx());
    MeterRegistry meters = telemetry.meters();
    String letters = room.open(6, Duration.ofHours(1));
    assertThat(meters.get("dead.letters.buried").tag("handler", HANDLER).counter().count())
        .as("told before there are any")
        .isZero();
    until("none", () -> meters.get("dead.letters").tag("state", "parked").gauge().value() == 0);
    room.bury(event, HANDLER, false);
    room.bury(event, HANDLER, false);
    room.bury(room.event(POSTGRES.newTenant(), "b", 1), HANDLER, true);
    until("one", () -> meters.get("dead.letters").tag("state", "parked").gauge().value() == 1);
    until("one", () -> meters.get("dead.letters").tag("state", "retrying").gauge().value() == 1);
    assertThat(meters.get("dead.letters").tag("state", "replaying").gauge().value()).isZero();
    assertThat(meters.get("dead.letters.buried").tag("handler", HANDLER).counter().count())
        .as("each once, though told twice")
        .isEqualTo(2);
    assertThat(meters.get("broker.max.deliveries").counter().count()).isZero();
    VERTX.undeploy(letters);
    assertThat(meters.find("dead.letters").gauge()).as("nobody measures it now").isNull();
  }

  @Test
  void countsThemInAnIndexAlone() {
    String plan =
        database.asSystem(tx -> {
          Rows.list(
              tx,
              "SELECT set_config('enable_seqscan', 'off', true),"
                  + " set_config('enable_bitmapscan', 'off', true)",
              Tuple.tuple(),
              row -> row);
          return String.join(
              "\n",
              Rows.list(
                  tx,
                  "EXPLAIN SELECT count(*) FILTER (WHERE state = 'parked') FROM dead_letter"
                      + " WHERE state IN ('retrying', 'parked', 'replaying')",
                  Tuple.tuple(),
                  row -> row.getString(0)));
        });
    assertThat(plan).contains("Index Only Scan using dead_letter_open");
  }
}
