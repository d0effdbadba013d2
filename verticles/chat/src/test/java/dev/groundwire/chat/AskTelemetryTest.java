package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.platform.telemetry.Traced;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.SeenSpan;
import dev.groundwire.testing.SeenSpans;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the room tells of a question: its spans and its counts. */
class AskTelemetryTest {
  private static final SeenSpans SPANS = new SeenSpans();

  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  @RegisterExtension static final VertxFixture VERTX = new VertxFixture(SPANS);

  private static final String QUESTION = "What do very secret cats do?";

  private ChatRoom room;
  private Tenant tenant;

  @BeforeEach
  void deploy() throws TimeoutException {
    room = new ChatRoom(VERTX, POSTGRES);
    tenant = POSTGRES.newTenant();
    SPANS.clear();
  }

  @AfterEach
  void undeploy() throws TimeoutException {
    room.close();
  }

  /** As the gateway does, within a span of its own. */
  private UUID ask(UUID workspace) throws TimeoutException {
    StartAnswer request =
        new StartAnswer(
            tenant.organizationId(),
            Optional.of(workspace),
            Optional.empty(),
            QUESTION,
            Optional.empty(),
            PassageFilter.NONE,
            "request-7",
            false);
    Promise<AnswerStarted> started = Promise.promise();
    VERTX
        .vertx()
        .runOnContext(ignored -> {
          RequestScope.of("request-7", tenant).enter();
          Traced.future(
                  Telemetry.span("POST"),
                  span ->
                      new Bus(VERTX.vertx())
                          .request(ChatBus.START_ANSWER, request, Duration.ofSeconds(30)))
              .onComplete(started);
        });
    return started.future().await(30, TimeUnit.SECONDS).answerId();
  }

  private void answered() throws TimeoutException {
    room.watch(tenant, ask(tenant.workspaceId()));
    SPANS.await("answer");
  }

  private static MeterRegistry meters() {
    return Telemetry.of(VERTX.vertx()).meters();
  }

  /** So far, in all tests of this class. */
  private static double count(String name, String... tags) {
    return Optional.ofNullable(meters().find(name).tags(tags).counter())
        .map(counter -> counter.count())
        .orElse(0.0);
  }

  private static SeenSpan span(String name, String kind) {
    return SPANS.await(span -> span.name().equals(name) && span.kind().equals(kind), name);
  }

  @Test
  void tellsAQuestionAsOneTrace() throws TimeoutException {
    answered();
    SeenSpan asked = span("chat.start-answer", "client");
    SeenSpan served = span("chat.start-answer", "server");
    SeenSpan answer = SPANS.await("answer");
    SeenSpan augment = SPANS.await("augment");
    SeenSpan generate = SPANS.await("generate");
    assertThat(asked.isBelow(SPANS.await("POST"))).isTrue();
    assertThat(served.isBelow(asked)).isTrue();
    assertThat(answer.isBelow(served)).isTrue();
    assertThat(span("retrieval.find-passages", "client").isBelow(answer)).isTrue();
    assertThat(augment.isBelow(answer)).isTrue();
    assertThat(generate.isBelow(answer)).isTrue();
    SeenSpan opened = span("llm.generate", "client");
    assertThat(opened.isBelow(generate)).isTrue();
    assertThat(span("llm.generate", "server").isBelow(opened)).isTrue();
    assertThat(answer.events()).containsExactly("turn");
    assertThat(augment.attributes()).containsEntry("augment.passages", 2L);
    assertThat(generate.attributes())
        .containsEntry("answer.finish_reason", "stop")
        .containsEntry("gen_ai.usage.input_tokens", 120L)
        .containsEntry("gen_ai.usage.output_tokens", 7L)
        .containsEntry("groundwire.request_id", "request-7")
        .containsEntry("groundwire.workspace_id", tenant.workspaceId().toString());
    assertThat(SPANS.ended()).noneMatch(SeenSpan::isFailed);
  }

  @Test
  void tellsNothingThatSomebodyWrote() throws TimeoutException {
    answered();
    assertThat(SPANS.ended().toString()).doesNotContain("secret", "Cats sleep", "Dogs bark");
  }

  @Test
  void countsAnAnsweredQuestion() throws TimeoutException {
    double before = count("ask.requests", "outcome", "done", "status_code", "200");
    double found = count("rag.questions", "retrieval", "found");
    double tokens = count("answer.tokens", "direction", "prompt");
    long firstTexts = meters().get("ask.time.to.first.token").timer().count();
    long covered = meters().get("rag.citation.coverage").summary().count();
    double coverage = meters().get("rag.citation.coverage").summary().totalAmount();
    room.others().says("Cats sleep ", "[1]. ", "Dogs do not.");
    answered();
    assertThat(count("ask.requests", "outcome", "done", "status_code", "200"))
        .isEqualTo(before + 1);
    assertThat(count("rag.questions", "retrieval", "found")).isEqualTo(found + 1);
    assertThat(count("answer.tokens", "direction", "prompt")).isEqualTo(tokens + 120);
    assertThat(meters().get("ask.time.to.first.token").timer().count()).isEqualTo(firstTexts + 1);
    assertThat(meters().get("rag.citation.coverage").summary().count()).isEqualTo(covered + 1);
    assertThat(meters().get("rag.citation.coverage").summary().totalAmount())
        .isEqualTo(coverage + 0.5);
  }

  @Test
  void countsAnAnswerThatCitesNothingUnlessItDoesNotKnow() throws TimeoutException {
    double before = count("rag.unsupported.answers");
    room.others().says("I don't know from these documents.");
    answered();
    assertThat(count("rag.unsupported.answers")).isEqualTo(before);
    SPANS.clear();
    room.others().says("Cats fly.");
    answered();
    assertThat(count("rag.unsupported.answers")).isEqualTo(before + 1);
  }

  @Test
  void countsQuestionsThatNothingWasFoundFor() throws TimeoutException {
    double before = count("rag.questions", "retrieval", "empty");
    room.others().finds();
    answered();
    assertThat(count("rag.questions", "retrieval", "empty")).isEqualTo(before + 1);
  }

  @Test
  void countsAndMarksWhatFails() throws TimeoutException {
    double before = count("ask.requests", "outcome", "failed", "status_code", "502");
    room.others()
        .does(new FakeRooms.Step.Fail(new BusFailure(FailureCode.UPSTREAM_FAILED, "Broken.")));
    answered();
    assertThat(count("ask.requests", "outcome", "failed", "status_code", "502"))
        .isEqualTo(before + 1);
    assertThat(SPANS.await("answer").attributes()).containsEntry("error.type", "upstream_failed");
    assertThat(SPANS.await("generate").isFailed()).isTrue();
  }

  @Test
  void doesNotTellACancelledOneAsFailed() throws TimeoutException {
    double before = count("ask.requests", "outcome", "cancelled", "status_code", "200");
    Promise<Void> never = Promise.promise();
    room.others().does(new FakeRooms.Step.Say("Half"), new FakeRooms.Step.Hold(never.future()));
    UUID answer = ask(tenant.workspaceId());
    room.awaitEntry(tenant, answer, "delta");
    room.cancel(tenant, answer);
    SeenSpan span = SPANS.await("answer");
    assertThat(span.isFailed()).isFalse();
    assertThat(span.attributes()).containsEntry("answer.interruption", "cancelled");
    assertThat(SPANS.await("generate").isFailed()).isFalse();
    assertThat(count("ask.requests", "outcome", "cancelled", "status_code", "200"))
        .isEqualTo(before + 1);
  }

  @Test
  void countsARefusedQuestion() {
    double before = count("ask.requests", "outcome", "refused", "status_code", "404");
    assertThat(
            ChatRoom.refusal(
                    () -> room.ask(new Tenant(tenant.organizationId(), new UUID(0, 9)), QUESTION))
                .code())
        .isEqualTo(FailureCode.NOT_FOUND);
    assertThat(count("ask.requests", "outcome", "refused", "status_code", "404"))
        .isEqualTo(before + 1);
  }
}
