package dev.groundwire.inbox;

import dev.groundwire.inbox.BacklogRepository.Backlog;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Measurement;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How much waits for each handler. */
final class InboxGauges implements AutoCloseable {
  private record OfHandler(Measurement.Figure waiting, Measurement.Figure oldest) {}

  private final Measurement measurement;

  private InboxGauges(Measurement measurement) {
    this.measurement = measurement;
  }

  static InboxGauges open(Vertx vertx, Database database, List<String> handlers) {
    Measurement measurement = new Measurement(vertx, "inbox");
    var figures =
        handlers.stream()
            .collect(Collectors.toMap(Function.identity(), name -> ofHandler(measurement, name)));
    BacklogRepository backlogs = new BacklogRepository();
    measurement.begin(() -> {
      for (Backlog backlog : database.asSystem(tx -> backlogs.of(tx, handlers))) {
        OfHandler of = Objects.requireNonNull(figures.get(backlog.handler()), "asked for");
        of.waiting().set(backlog.waiting());
        of.oldest().set(backlog.oldestSeconds());
      }
    });
    return new InboxGauges(measurement);
  }

  private static OfHandler ofHandler(Measurement measurement, String handler) {
    return new OfHandler(
        measurement.figure(
            "inbox.waiting",
            "Deliveries that wait or are under way, at most 10,000 of each handler",
            "handler",
            handler),
        measurement.figure(
            "inbox.oldest.seconds", "Age of the oldest of them", "handler", handler));
  }

  @Override
  public void close() {
    measurement.close();
  }
}
