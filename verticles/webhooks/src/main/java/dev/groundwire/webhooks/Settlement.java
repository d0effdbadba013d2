package dev.groundwire.webhooks;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.WebhookEvents;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.webhooks.HealthRepository.Failing;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what came of a try, and what it says about the endpoint, in one transaction. */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final WebhooksConfig config;
  private final Database database;
  private final Outbox outbox;
  private final RetrySchedule schedule;
  private final WebhookMeters meters;
  private final DispatchRepository deliveries = new DispatchRepository();
  private final AttemptRepository attempts = new AttemptRepository();
  private final HealthRepository health = new HealthRepository();

  Settlement(
      WebhooksConfig config,
      Database database,
      Outbox outbox,
      RetrySchedule schedule,
      WebhookMeters meters) {
    this.config = config;
    this.database = database;
    this.outbox = outbox;
    this.schedule = schedule;
    this.meters = meters;
  }

  void settle(LeasedDelivery delivery, Outcome outcome) {
    if (outcome.delivered()) {
      if (database.asSystem(tx -> delivered(tx, delivery, outcome))) {
        meters.delivered();
      }
    } else {
      Optional<Duration> delay = schedule.next(delivery.tries());
      if (database.asSystem(tx -> failed(tx, delivery, outcome, delay))) {
        meters.failed(delay.isEmpty());
      }
    }
  }

  private boolean delivered(SqlConnection tx, LeasedDelivery delivery, Outcome outcome) {
    OptionalInt number = deliveries.delivered(tx, delivery, outcome);
    number.ifPresent(known -> attempts.add(tx, delivery, known, outcome));
    // Also with a lost lease: that the endpoint is back is true all the same.
    if (health.recover(tx, delivery.webhookId())) {
      deliveries.allDue(tx, delivery.webhookId());
      LOG.atInfo().addKeyValue("webhook", delivery.webhookId()).log("subscriber is back");
    }
    return number.isPresent();
  }

  private boolean failed(
      SqlConnection tx, LeasedDelivery delivery, Outcome outcome, Optional<Duration> delay) {
    OptionalInt number = deliveries.failed(tx, delivery, outcome, delay);
    if (number.isEmpty()) {
      return false;
    }
    attempts.add(tx, delivery, number.getAsInt(), outcome);
    LOG.atInfo()
        .addKeyValue("webhook", delivery.webhookId())
        .addKeyValue("delivery", delivery.id())
        .addKeyValue("tries", delivery.tries())
        .addKeyValue("given_up", delay.isEmpty())
        .addKeyValue("error", outcome.error().orElse(""))
        .log("webhook not delivered");
    health
        .fail(tx, delivery.webhookId(), config.disableAfter())
        .ifPresent(failing -> weigh(tx, delivery, outcome, failing));
    return true;
  }

  private void weigh(SqlConnection tx, LeasedDelivery delivery, Outcome outcome, Failing failing) {
    if (outcome.gone()) {
      disable(tx, delivery, failing, "The subscriber answered 410 Gone.");
    } else if (failing.tooLong()) {
      disable(
          tx,
          delivery,
          failing,
          "Nothing could be delivered since "
              + failing.since()
              + "; the last failure: "
              + outcome.error().orElse("unknown"));
    } else if (!failing.open()
        && (failing.tripped() || failing.failures() >= config.breakerFailures())) {
      Duration pause = schedule.open(failing.trips());
      health.trip(tx, delivery.webhookId(), pause);
      LOG.atWarn()
          .addKeyValue("webhook", delivery.webhookId())
          .addKeyValue("failures", failing.failures())
          .addKeyValue("pause", pause)
          .log("subscriber seems away, its deliveries wait");
    }
  }

  private void disable(SqlConnection tx, LeasedDelivery delivery, Failing failing, String reason) {
    health.disable(tx, delivery.webhookId(), reason);
    LOG.atWarn()
        .addKeyValue("webhook", delivery.webhookId())
        .addKeyValue("organization", delivery.organizationId())
        .addKeyValue("reason", reason)
        .log("webhook disabled");
    health
        .workspace(tx, delivery.organizationId())
        .ifPresent(workspace ->
            outbox.append(
                tx,
                WebhookEvents.DISABLED,
                new Tenant(delivery.organizationId(), workspace),
                delivery.webhookId(),
                new WebhookEvents.Disabled(
                    delivery.webhookId(), failing.url(), reason, failing.since()),
                delivery.correlationId()));
  }
}
