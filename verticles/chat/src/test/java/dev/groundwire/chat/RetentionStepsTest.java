package dev.groundwire.chat;

import static dev.groundwire.chat.ChatRoom.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Lease;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.FindConversation;
import dev.groundwire.bus.chat.StartConversation;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RetentionStepsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private ChatRoom room;
  private Tenant tenant;
  private Lease lease;

  @BeforeEach
  void deploy() throws TimeoutException {
    room = new ChatRoom(VERTX, POSTGRES);
    tenant = POSTGRES.newTenant();
    lease =
        POSTGRES
            .database()
            .asSystem(tx ->
                new Leases()
                    .acquire(
                        tx,
                        "job." + UUID.randomUUID(),
                        tenant.organizationId(),
                        UUID.randomUUID(),
                        Duration.ofMinutes(1)))
            .orElseThrow();
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    room.close();
  }

  private StepDone step(String of) {
    return room.ask(
        ChatBus.RUN_STEP,
        new RunStep(
            UUID.randomUUID(),
            JobKind.RETENTION,
            tenant,
            lease,
            "{\"olderThanDays\":30,\"of\":[\"" + of + "\"]}",
            Optional.empty(),
            "{\"documents\":2}"));
  }

  private static void age(String table, String column, UUID id) {
    POSTGRES
        .database()
        .asSystem(tx ->
            Rows.update(
                tx,
                "UPDATE %s SET %s = now() - interval '31 days' WHERE id = $1"
                    .formatted(table, column),
                Tuple.of(id)));
  }

  @Test
  void deletesConversationsAndAnswersThatAreTooOld() {
    UUID old = room.ask(ChatBus.START_CONVERSATION, new StartConversation(tenant, "Old")).id();
    UUID young = room.ask(ChatBus.START_CONVERSATION, new StartConversation(tenant, "Young")).id();
    room.watch(tenant, room.say(tenant, old, "What do cats do?"));
    UUID alone = room.ask(tenant, "What do cats do?");
    room.watch(tenant, alone);
    age("conversation", "updated_at", old);
    age("answer", "created_at", alone);
    assertThat(step("documents").done()).as("not asked for").isEqualTo(2);
    StepDone done = step("conversations");
    assertThat(JobResult.of(done.result()).count("conversations")).isEqualTo(1);
    assertThat(JobResult.of(done.result()).count("answers")).isEqualTo(1);
    assertThat(done.cursor()).isEmpty();
    FindConversation gone = new FindConversation(tenant.organizationId(), old);
    assertThat(refusal(() -> room.ask(ChatBus.FIND_CONVERSATION, gone)).code())
        .isEqualTo(FailureCode.NOT_FOUND);
    FindConversation there = new FindConversation(tenant.organizationId(), young);
    assertThat(room.ask(ChatBus.FIND_CONVERSATION, there).conversation().id()).isEqualTo(young);
  }

  @Test
  void deletesNothingForAHolderThatWasFollowedByAnother() {
    UUID old = room.ask(ChatBus.START_CONVERSATION, new StartConversation(tenant, "Old")).id();
    age("conversation", "updated_at", old);
    lease = new Lease(lease.name(), lease.holder(), lease.term() + 1);
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> step("conversations"))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CONFLICT));
    FindConversation there = new FindConversation(tenant.organizationId(), old);
    assertThat(room.ask(ChatBus.FIND_CONVERSATION, there).conversation().id()).isEqualTo(old);
  }
}
