package dev.groundwire.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.ListSchedules;
import dev.groundwire.bus.jobs.ScheduleView;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchedulesTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  private static final ScheduleConfig NIGHTLY =
      new ScheduleConfig("nightly", JobKind.CLEANUP, null, Duration.ofDays(1), "03:00", null);

  private final Database database = POSTGRES.database();
  private final Tenant tenant = POSTGRES.newTenant();

  private Schedules on(UUID node) {
    return new Schedules(
        Node.config(10, List.of(NIGHTLY)),
        database,
        node,
        new Recurrence(new Random(1)),
        Identifiers.timeOrdered());
  }

  private void missed() {
    database.asSystem(tx ->
        Rows.update(
            tx, "UPDATE job_schedule SET next_at = now() - interval '5 days'", Tuple.tuple()));
  }

  private int jobs() {
    return database.asSystem(tx ->
        Rows.first(
                tx,
                "SELECT count(*) AS jobs FROM job WHERE workspace_id = $1 AND schedule = 'nightly'",
                Tuple.of(tenant.workspaceId()),
                row -> row.getInteger("jobs"))
            .orElseThrow());
  }

  private ScheduleView view(Schedules schedules) {
    return schedules.list(new ListSchedules(tenant.organizationId())).items().getFirst();
  }

  @AfterEach
  void forget() {
    for (String table : List.of("job", "job_schedule", "lease")) {
      database.asSystem(tx -> Rows.update(tx, "DELETE FROM " + table, Tuple.tuple()));
    }
  }

  @Test
  void makesUpAMissedTimeOnceAndOnOneNode() {
    Schedules first = on(UUID.randomUUID());
    Schedules second = on(UUID.randomUUID());
    assertThat(first.tick()).as("a new one waits for its time").isZero();
    missed();
    assertThat(second.tick()).as("the other node has the lease").isZero();
    assertThat(first.tick()).isPositive();
    assertThat(first.tick()).isZero();
    assertThat(jobs()).isEqualTo(1);
    assertThat(view(first).nextAt().orElseThrow()).isAfter(view(first).lastAt().orElseThrow());
    assertThat(view(first).outcome().orElseThrow()).endsWith("queued");
  }

  @Test
  void skipsATimeWhileTheJobBeforeIsStillGoingAndSaysSo() {
    Schedules schedules = on(UUID.randomUUID());
    schedules.tick();
    missed();
    schedules.tick();
    missed();
    schedules.tick();
    assertThat(jobs()).isEqualTo(1);
    assertThat(view(schedules).outcome().orElseThrow())
        .startsWith("0 queued, ")
        .endsWith("skipped: the job before is still going");
  }

  @Test
  void isDueAtItsTimeOfDayWithALittleJitter() {
    Recurrence recurrence = new Recurrence(new Random(1));
    Instant now = Instant.parse("2026-02-10T12:00:00Z");
    Instant next = recurrence.next(NIGHTLY, Optional.empty(), now);
    assertThat(next)
        .isBetween(Instant.parse("2026-02-11T03:00:00Z"), Instant.parse("2026-02-11T03:05:00Z"));
    assertThat(recurrence.next(NIGHTLY, Optional.of(next), next.plusSeconds(1)))
        .isBetween(Instant.parse("2026-02-12T03:00:00Z"), Instant.parse("2026-02-12T03:05:00Z"));
    assertThat(recurrence.next(NIGHTLY, Optional.of(next), next.plus(Duration.ofDays(9))))
        .as("what was missed is left out")
        .isBetween(Instant.parse("2026-02-21T03:00:00Z"), Instant.parse("2026-02-21T03:05:00Z"));
  }

  @Test
  void refusesArgumentsThatItsKindDoesNotTake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new ScheduleConfig(
                "x", JobKind.DEDUPE, null, Duration.ofHours(1), null, Map.of("delete", true)))
        .withMessageContaining("jobs.schedules.arguments");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new ScheduleConfig("x", JobKind.CLEANUP, null, Duration.ofHours(1), "03:00", null))
        .withMessageContaining("whole days");
  }
}
