package dev.groundwire.jobs;

import dev.groundwire.bus.jobs.ListSchedules;
import dev.groundwire.bus.jobs.ScheduleView;
import dev.groundwire.bus.jobs.SchedulesListed;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits what is configured to happen again and again. Of all nodes the one that has the lease
 * does so, in the transaction that has renewed it: nobody can take the lease in between.
 */
final class Schedules {
  private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
  private static final String LEASE = "jobs.schedules";

  private final List<ScheduleConfig> schedules;
  private final Database database;
  private final UUID node;
  private final Duration lease;
  private final Recurrence recurrence;
  private final Supplier<UUID> ids;
  private final Leases leases = new Leases();
  private final ScheduleRepository times = new ScheduleRepository();
  private final JobRepository jobs = new JobRepository();

  Schedules(
      JobsConfig config, Database database, UUID node, Recurrence recurrence, Supplier<UUID> ids) {
    this.schedules = config.schedules();
    this.database = database;
    this.node = node;
    this.lease = config.lease();
    this.recurrence = recurrence;
    this.ids = ids;
  }

  /** How many jobs were submitted. */
  int tick() {
    if (schedules.isEmpty()) {
      return 0;
    }
    return database.asSystem(tx ->
        leases.acquire(tx, LEASE, node, lease).isEmpty()
            ? 0
            : schedules.stream().mapToInt(schedule -> tick(tx, schedule)).sum());
  }

  private int tick(SqlConnection tx, ScheduleConfig schedule) {
    Instant now = times.now(tx);
    Optional<ScheduleRepository.Known> known = times.find(tx, schedule.name());
    if (known.isEmpty() || isFarther(known.get(), schedule, now)) {
      times.put(
          tx,
          schedule.name(),
          known.flatMap(ScheduleRepository.Known::lastAt).orElse(null),
          recurrence.next(schedule, Optional.empty(), now),
          known.flatMap(ScheduleRepository.Known::outcome).orElse(null));
      return 0;
    }
    Instant due = known.get().nextAt();
    if (due.isAfter(now)) {
      return 0;
    }
    int queued = 0;
    int skipped = 0;
    String slug = schedule.scope().equals(ScheduleConfig.ALL) ? null : schedule.scope();
    for (ScheduleRepository.Place place : times.places(tx, slug, schedule.name())) {
      if (place.isStillGoing()) {
        skipped++;
      } else {
        jobs.add(
            tx,
            ids.get(),
            place.tenant(),
            schedule.kind(),
            schedule.argumentsText(),
            schedule.name());
        queued++;
      }
    }
    String outcome =
        queued
            + " queued"
            + (skipped == 0 ? "" : ", " + skipped + " skipped: the job before is still going");
    times.put(tx, schedule.name(), due, recurrence.next(schedule, Optional.of(due), now), outcome);
    LOG.atInfo()
        .addKeyValue("schedule", schedule.name())
        .addKeyValue("queued", queued)
        .addKeyValue("skipped", skipped)
        .log("schedule due");
    return queued;
  }

  /** The configuration has changed to something sooner. */
  private static boolean isFarther(
      ScheduleRepository.Known known, ScheduleConfig schedule, Instant now) {
    return known.nextAt().isAfter(now.plus(schedule.every().multipliedBy(2)));
  }

  SchedulesListed list(@SuppressWarnings("unused") ListSchedules asked) {
    return database.asSystem(
        tx -> new SchedulesListed(schedules.stream().map(schedule -> view(tx, schedule)).toList()));
  }

  private ScheduleView view(SqlConnection tx, ScheduleConfig schedule) {
    Optional<ScheduleRepository.Known> known = times.find(tx, schedule.name());
    return new ScheduleView(
        schedule.name(),
        schedule.kind(),
        schedule.scope(),
        schedule.every().toSeconds(),
        Optional.ofNullable(schedule.at()),
        known.flatMap(ScheduleRepository.Known::lastAt),
        known.map(ScheduleRepository.Known::nextAt),
        known.flatMap(ScheduleRepository.Known::outcome));
  }
}
