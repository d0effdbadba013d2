package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerLogRead;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.CancelAnswer;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.FindAnswer;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.ReadAnswerLog;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The deployed room, and questions to it as the gateway asks them. */
final class ChatRoom {
  static final Duration LONG = Duration.ofSeconds(60);

  private static final Duration DEADLINE = Duration.ofSeconds(40);
  private static final int WAIT_MILLIS = 10_000;

  private final VertxFixture vertx;
  private final PostgresFixture postgres;
  private final FakeRooms others = new FakeRooms();
  private final String deploymentOfOthers;
  private String deployment;

  ChatRoom(VertxFixture vertx, PostgresFixture postgres) throws TimeoutException {
    this.vertx = vertx;
    this.postgres = postgres;
    this.deploymentOfOthers = vertx.deploy(others);
    this.deployment = deploy(config(8, 100, LONG, LONG));
    others.reset();
  }

  /** The more telling settings; the others are generous. */
  static ChatConfig config(
      int answersAtOnce, int liveAnswers, Duration unwatchedGrace, Duration drainTimeout) {
    return config(answersAtOnce, liveAnswers, unwatchedGrace, Duration.ofSeconds(20), drainTimeout);
  }

  private static ChatConfig config(
      int answersAtOnce,
      int liveAnswers,
      Duration unwatchedGrace,
      Duration storePatience,
      Duration drainTimeout) {
    return new ChatConfig(
        200,
        200,
        answersAtOnce,
        liveAnswers,
        100_000,
        8,
        6,
        500,
        LONG,
        LONG,
        unwatchedGrace,
        LONG,
        storePatience,
        drainTimeout);
  }

  private String deploy(ChatConfig config) throws TimeoutException {
    return deploy(config, postgres.database());
  }

  private String deploy(ChatConfig config, Database database) throws TimeoutException {
    Supplier<UUID> ids = Identifiers.timeOrdered();
    return vertx.deploy(
        new ChatVerticle(
            config,
            database,
            new Outbox(Clock.systemUTC(), ids),
            Clock.systemUTC(),
            ids,
            new Random(1)));
  }

  /** Stops the room and starts it anew: what was in its memory is gone. */
  void restart(ChatConfig config) throws TimeoutException {
    vertx.undeploy(deployment);
    deployment = deploy(config);
  }

  /** On connections of its own, and with little patience for their outages. */
  void restart(Database database) throws TimeoutException {
    vertx.undeploy(deployment);
    deployment = deploy(config(8, 100, LONG, Duration.ofMillis(300), LONG), database);
  }

  void restart() throws TimeoutException {
    restart(config(8, 100, LONG, LONG));
  }

  void close() throws TimeoutException {
    vertx.undeploy(deployment);
    vertx.undeploy(deploymentOfOthers);
  }

  FakeRooms others() {
    return others;
  }

  <Q extends Record, R extends Record> R ask(RequestAddress<Q, R> at, Q request) {
    return new Bus(vertx.vertx()).request(at, request, DEADLINE).await();
  }

  UUID ask(Tenant tenant, String question) {
    return ask(tenant, question, false);
  }

  UUID ask(Tenant tenant, String question, boolean keepGoing) {
    return ask(
            ChatBus.START_ANSWER,
            new StartAnswer(
                tenant.organizationId(),
                Optional.of(tenant.workspaceId()),
                Optional.empty(),
                question,
                Optional.empty(),
                PassageFilter.NONE,
                "request-1",
                keepGoing))
        .answerId();
  }

  UUID say(Tenant tenant, UUID conversation, String question) {
    return ask(
            ChatBus.START_ANSWER,
            new StartAnswer(
                tenant.organizationId(),
                Optional.empty(),
                Optional.of(conversation),
                question,
                Optional.empty(),
                PassageFilter.NONE,
                "request-1",
                false))
        .answerId();
  }

  AnswerLogRead read(Tenant tenant, UUID answer, long after) {
    return ask(
        ChatBus.READ_ANSWER_LOG,
        new ReadAnswerLog(tenant.organizationId(), answer, after, WAIT_MILLIS));
  }

  /** Everything behind a sequence number, to the end. */
  List<LogEntry> watch(Tenant tenant, UUID answer, long after) {
    List<LogEntry> entries = new ArrayList<>();
    long seen = after;
    AnswerLogRead read;
    do {
      read = read(tenant, answer, seen);
      entries.addAll(read.entries());
      seen = read.entries().isEmpty() ? seen : read.entries().getLast().seq();
    } while (!read.ended());
    return entries;
  }

  List<LogEntry> watch(Tenant tenant, UUID answer) {
    return watch(tenant, answer, 0);
  }

  /** Reads until there is an entry of that type. */
  void awaitEntry(Tenant tenant, UUID answer, String type) {
    long seen = 0;
    while (true) {
      for (LogEntry entry : read(tenant, answer, seen).entries()) {
        if (entry.type().equals(type)) {
          return;
        }
        seen = entry.seq();
      }
    }
  }

  AnswerView find(Tenant tenant, UUID answer) {
    return ask(ChatBus.FIND_ANSWER, new FindAnswer(tenant.organizationId(), answer));
  }

  void cancel(Tenant tenant, UUID answer) {
    ask(ChatBus.CANCEL_ANSWER, new CancelAnswer(tenant.organizationId(), answer));
  }

  private record Delta(String text) {}

  static String text(List<LogEntry> log) {
    StringBuilder text = new StringBuilder();
    for (LogEntry entry : log) {
      if (entry.type().equals("delta")) {
        text.append(RecordJson.read(entry.data(), Delta.class).text());
      }
    }
    return text.toString();
  }

  static List<String> types(List<LogEntry> log) {
    return log.stream().map(LogEntry::type).toList();
  }

  static BusFailure refusal(Runnable request) {
    try {
      request.run();
    } catch (BusFailure failure) {
      return failure;
    }
    throw new AssertionError("was not refused");
  }
}
