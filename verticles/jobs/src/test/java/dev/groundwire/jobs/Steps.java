package dev.groundwire.jobs;

import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Stands in for a room that does jobs: what a step does is the test's, what it wrote is kept. */
final class Steps extends VerticleBase {
  static final String TABLE =
      "CREATE TABLE effect (job uuid NOT NULL, cursor int NOT NULL, node uuid NOT NULL)";
  private static final String WRITE = "INSERT INTO effect (job, cursor, node) VALUES ($1, $2, $3)";

  private final Database database;
  private final Leases leases = new Leases();

  /** What one step does. */
  volatile Function<RunStep, StepDone> step = asked -> StepDone.last(1, "{}");

  Steps(Database database) {
    this.database = database;
  }

  @Override
  public Future<?> start() {
    return new Bus(vertx).answer(IngestionBus.RUN_STEP, 100, asked -> step.apply(asked));
  }

  static int cursor(RunStep asked) {
    return asked.cursor().map(Integer::parseInt).orElse(0);
  }

  /** One of so many, each written under the job's lease. */
  StepDone write(RunStep asked, int total) {
    int now = cursor(asked);
    database.asSystem(tx -> {
      leases.fence(tx, asked.lease());
      return Rows.update(tx, WRITE, Tuple.of(asked.jobId(), now, asked.lease().holder()));
    });
    return now + 1 < total
        ? StepDone.next(Integer.toString(now + 1), now + 1, total, "{}")
        : StepDone.last(total, "{\"written\":" + total + "}");
  }

  /** The steps that were written, in their order. */
  List<Integer> written(UUID job) {
    return database.asSystem(tx ->
        Rows.list(
            tx,
            "SELECT cursor FROM effect WHERE job = $1 ORDER BY cursor",
            Tuple.of(job),
            row -> row.getInteger("cursor")));
  }

  /** The nodes that wrote them. */
  List<UUID> writers(UUID job) {
    return database.asSystem(tx ->
        Rows.list(
            tx,
            "SELECT DISTINCT node FROM effect WHERE job = $1",
            Tuple.of(job),
            row -> row.getUUID("node")));
  }
}
