package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.CancelAnswer;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.FindAnswer;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.bus.chat.WatchAnswer;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The deployed room, and questions to it as the gateway asks them. */
final class ChatRoom {
  static final Duration LONG = Duration.ofSeconds(60);

  private static final Duration DEADLINE = Duration.ofSeconds(40);
  private static final ChatConfig.NodesConfig ALONE =
      new ChatConfig.NodesConfig(
          true,
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofMillis(10),
          Duration.ofHours(1));

  private final Optional<RedisLink> redis;
  private final VertxFixture vertx;
  private final PostgresFixture postgres;
  private final FakeRooms others = new FakeRooms();
  private final Followers followers = new Followers();
  private final String deploymentOfOthers;
  private final String deploymentOfFollowers;
  private String deployment;

  ChatRoom(VertxFixture vertx, PostgresFixture postgres) throws TimeoutException {
    this(vertx, postgres, config(8, 100, LONG, LONG));
  }

  ChatRoom(VertxFixture vertx, PostgresFixture postgres, ChatConfig config)
      throws TimeoutException {
    this(vertx, postgres, config, Optional.empty());
  }

  ChatRoom(
      VertxFixture vertx, PostgresFixture postgres, ChatConfig config, Optional<RedisLink> redis)
      throws TimeoutException {
    this.redis = redis;
    this.vertx = vertx;
    this.postgres = postgres;
    this.deploymentOfOthers = vertx.deploy(others);
    this.deploymentOfFollowers =
        vertx.vertx().deployVerticle(followers).await(60, TimeUnit.SECONDS);
    this.deployment = deploy(config);
    others.reset();
  }

  /** The more telling settings; the others are generous. */
  static ChatConfig config(
      int answersAtOnce, int liveAnswers, Duration unwatchedGrace, Duration drainTimeout) {
    return config(
        answersAtOnce,
        liveAnswers,
        unwatchedGrace,
        1_000,
        Duration.ofSeconds(20),
        drainTimeout,
        false);
  }

  /** Ended answers leave the memory when further ones end. */
  static ChatConfig keeping(int keptAnswers) {
    return config(8, 100, LONG, keptAnswers, Duration.ofSeconds(20), LONG, false);
  }

  static ChatConfig cached() {
    return config(8, 100, LONG, 1_000, Duration.ofSeconds(20), LONG, true);
  }

  /** One of several nodes on one database. */
  static ChatConfig sharing(Duration heartbeat, Duration lease, Duration drainTimeout) {
    ChatConfig alone = config(8, 100, LONG, drainTimeout);
    return new ChatConfig(
        alone.requestsAtOnce(),
        alone.watchersAtOnce(),
        alone.answersAtOnce(),
        alone.liveAnswers(),
        alone.maxAnswerCharacters(),
        alone.passages(),
        alone.previousMessages(),
        alone.maxTokens(),
        alone.searchTimeout(),
        alone.queuePatience(),
        alone.answerTimeout(),
        alone.unwatchedGrace(),
        alone.keptAfterEnd(),
        alone.keptAnswers(),
        alone.keptBytes(),
        alone.storePatience(),
        alone.drainTimeout(),
        alone.cache(),
        new ChatConfig.NodesConfig(
            false, heartbeat, lease, Duration.ofMillis(1), Duration.ofHours(1)));
  }

  private static ChatConfig config(
      int answersAtOnce,
      int liveAnswers,
      Duration unwatchedGrace,
      int keptAnswers,
      Duration storePatience,
      Duration drainTimeout,
      boolean isCached) {
    return new ChatConfig(
        1_000,
        1_000,
        answersAtOnce,
        liveAnswers,
        100_000,
        8,
        6,
        500,
        LONG,
        LONG,
        LONG,
        unwatchedGrace,
        LONG,
        keptAnswers,
        10_000_000,
        storePatience,
        drainTimeout,
        new ChatConfig.CacheConfig(isCached, 3, 1 << 20, LONG),
        ALONE);
  }

  /** A further node; the caller lets it leave. */
  String join(ChatConfig config) throws TimeoutException {
    return deploy(config);
  }

  void leave(String node) throws TimeoutException {
    vertx.undeploy(node);
  }

  private String deploy(ChatConfig config) throws TimeoutException {
    return deploy(config, postgres.database());
  }

  private String deploy(ChatConfig config, Database database) throws TimeoutException {
    Supplier<UUID> ids = Identifiers.timeOrdered();
    return vertx.deploy(
        new ChatVerticle(
            config,
            new ChatWiring(
                database,
                new Outbox(Clock.systemUTC(), ids),
                Clock.systemUTC(),
                ids,
                new Random(1),
                ids.get(),
                redis)));
  }

  /** Stops the room and starts it anew: what was in its memory is gone. */
  void restart(ChatConfig config) throws TimeoutException {
    vertx.undeploy(deployment);
    deployment = deploy(config);
  }

  /** On connections of its own, and with little patience for their outages. */
  void restart(Database database) throws TimeoutException {
    restart(database, 100);
  }

  void restart(Database database, int liveAnswers) throws TimeoutException {
    vertx.undeploy(deployment);
    Duration patience = Duration.ofMillis(300);
    deployment = deploy(config(8, liveAnswers, LONG, 1_000, patience, LONG, false), database);
  }

  void restart() throws TimeoutException {
    restart(config(8, 100, LONG, LONG));
  }

  void close() throws TimeoutException {
    vertx.undeploy(deployment);
    vertx.undeploy(deploymentOfFollowers);
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
    return started(tenant, question, keepGoing).answerId();
  }

  AnswerStarted started(Tenant tenant, String question, boolean keepGoing) {
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
            keepGoing));
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

  Followers.Follower follow(Tenant tenant, UUID answer, long after, int grants) {
    return followers.follow(new WatchAnswer(tenant.organizationId(), answer, after), grants);
  }

  Followers.Follower follow(Tenant tenant, UUID answer) {
    return follow(tenant, answer, 0, 1);
  }

  /** Everything behind a sequence number, to the end. */
  List<LogEntry> watch(Tenant tenant, UUID answer, long after) {
    return follow(tenant, answer, after, 1).all();
  }

  List<LogEntry> watch(Tenant tenant, UUID answer) {
    return watch(tenant, answer, 0);
  }

  /** Watches until there is an entry of that type, then no more. */
  LogEntry awaitEntry(Tenant tenant, UUID answer, String type) {
    return awaitEntry(tenant, answer, entry -> entry.type().equals(type));
  }

  LogEntry awaitEntry(Tenant tenant, UUID answer, Predicate<LogEntry> which) {
    Followers.Follower follower = follow(tenant, answer);
    LogEntry entry = follower.awaitEntry(which);
    follower.leave();
    return entry;
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
