package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RetentionArguments;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import java.util.List;
import java.util.UUID;

/** Deletes conversations that were last used, and answers that were asked for, too long ago. */
final class RetentionSteps {
  private static final int AT_ONCE = 50;

  private final Database database;
  private final AnswerLoopVerticle.Desk desk;
  private final AnswerCache cache;
  private final ExpiredRepository expired = new ExpiredRepository();
  private final Leases leases = new Leases();

  RetentionSteps(Database database, AnswerLoopVerticle.Desk desk, AnswerCache cache) {
    this.database = database;
    this.desk = desk;
    this.cache = cache;
  }

  /** What one step has deleted. */
  private record Gone(List<UUID> conversations, int answers) {}

  StepDone step(RunStep asked) {
    if (asked.kind() != JobKind.RETENTION) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "Chat has no part in " + asked.kind().text() + ".");
    }
    RetentionArguments arguments = RecordJson.read(asked.arguments(), RetentionArguments.class);
    JobResult before = JobResult.of(asked.result());
    if (!arguments.of().contains(RetentionArguments.CONVERSATIONS)) {
      return StepDone.last(before.count("documents"), before.text());
    }
    UUID workspace = asked.tenant().workspaceId();
    int days = arguments.olderThanDays();
    Gone gone =
        database.inTenant(
            asked.tenant().organizationId(),
            tx -> {
              leases.fence(tx, asked.lease());
              return new Gone(
                  expired.removeConversations(tx, workspace, days, AT_ONCE),
                  expired.removeAnswers(tx, workspace, days, AT_ONCE));
            });
    gone.conversations.forEach(id -> {
      cache.forgetOf(id);
      desk.loop().perform(() -> desk.live().forgetOf(id));
    });
    JobResult result =
        before.plus("conversations", gone.conversations.size()).plus("answers", gone.answers);
    long done = result.count("documents") + result.count("conversations") + result.count("answers");
    return gone.conversations.size() < AT_ONCE && gone.answers < AT_ONCE
        ? StepDone.last(done, result.text())
        : StepDone.next("more", done, done + AT_ONCE, result.text());
  }
}
