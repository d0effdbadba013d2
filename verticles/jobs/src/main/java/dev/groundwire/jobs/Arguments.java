package dev.groundwire.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.jobs.DedupeArguments;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.RebuildArguments;
import dev.groundwire.bus.jobs.RetentionArguments;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a kind of job takes. Looked at before it is queued: later nobody waits for the refusal. */
final class Arguments {
  private Arguments() {}

  /**
   * @throws BusFailure {@code INVALID_REQUEST} when it is not what that kind takes
   */
  static void check(JobKind kind, String arguments) {
    Optional<Class<? extends Record>> type = type(kind);
    List<String> known =
        type.map(record ->
                Stream.of(record.getRecordComponents()).map(RecordComponent::getName).toList())
            .orElse(List.of());
    RecordJson.read(arguments, ObjectNode.class)
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            throw new BusFailure(
                FailureCode.INVALID_REQUEST,
                name + " is unknown to " + kind.text() + "; allowed are " + known + ".");
          }
        });
    type.ifPresent(record -> RecordJson.read(arguments, record));
  }

  private static Optional<Class<? extends Record>> type(JobKind kind) {
    return switch (kind) {
      case DEDUPE -> Optional.of(DedupeArguments.class);
      case REBUILD -> Optional.of(RebuildArguments.class);
      case RETENTION -> Optional.of(RetentionArguments.class);
      case REINDEX, CLEANUP, REEMBED -> Optional.empty();
    };
  }
}
