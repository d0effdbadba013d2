package dev.groundwire.gateway.deadletters;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.deadletter.DeadLetterFilter;
import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.gateway.http.PlainText;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which dead letters are meant, by fields of the same names in a query and in a body. */
final class MeantLetters {
  static final List<String> FIELDS =
      List.of("workspace", "state", "type", "handler", "documentId", "key", "after", "before");
  private static final int LONGEST = 200;

  private final Function<String, Optional<String>> field;

  /**
   * @param field the text of that name, empty when there is none
   */
  MeantLetters(Function<String, Optional<String>> field) {
    this.field = field;
  }

  /** Fails as {@code NOT_FOUND} when the workspace is not the caller's. */
  Future<DeadLetterFilter> resolve(Caller caller, Workspaces workspaces) {
    DeadLetterFilter anywhere =
        new DeadLetterFilter(
            Optional.empty(),
            text("state").map(MeantLetters::state),
            text("type"),
            text("handler"),
            text("documentId").map(MeantLetters::documentId).or(() -> text("key")),
            text("after").map(text -> time("after", text)),
            text("before").map(text -> time("before", text)));
    Optional<String> workspace = text("workspace");
    return workspace.isEmpty()
        ? Future.succeededFuture(anywhere)
        : workspaces
            .tenantOf(caller.organizationId(), workspace.get())
            .map(tenant -> within(anywhere, tenant.workspaceId()));
  }

  private static DeadLetterFilter within(DeadLetterFilter anywhere, UUID workspaceId) {
    return new DeadLetterFilter(
        Optional.of(workspaceId),
        anywhere.state(),
        anywhere.type(),
        anywhere.handler(),
        anywhere.key(),
        anywhere.after(),
        anywhere.before());
  }

  private Optional<String> text(String name) {
    Optional<String> text = field.apply(name);
    text.ifPresent(value -> {
      if (value.isEmpty() || value.length() > LONGEST || !PlainText.isLine(value)) {
        throw invalid(name + " is not a line of 1.." + LONGEST + " characters.");
      }
    });
    return text;
  }

  private static DeadLetterState state(String text) {
    return Stream.of(DeadLetterState.values())
        .filter(state -> state.text().equals(text))
        .findFirst()
        .orElseThrow(() ->
            invalid(
                "state is not one of "
                    + Stream.of(DeadLetterState.values())
                        .map(DeadLetterState::text)
                        .collect(Collectors.joining(", "))
                    + "."));
  }

  private static String documentId(String text) {
    return PathIds.parse(text).orElseThrow(() -> invalid("documentId is not an id.")).toString();
  }

  private static Instant time(String name, String text) {
    try {
      Instant at = OffsetDateTime.parse(text).toInstant();
      // Beyond it the database would refuse what an instant can hold.
      if (at.isAfter(Instant.EPOCH) && at.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
        return at;
      }
    } catch (DateTimeParseException unreadable) {
      throw notATime(name);
    }
    throw notATime(name);
  }

  private static BusFailure notATime(String name) {
    return invalid(name + " is not a time such as 2026-01-31T12:00:00Z.");
  }

  private static BusFailure invalid(String detail) {
    return new BusFailure(FailureCode.INVALID_REQUEST, detail);
  }
}
