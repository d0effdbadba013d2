package dev.groundwire.retrieval;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.ForgetDocument;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.retrieval.Library.Book;
import dev.groundwire.retrieval.lucene.LuceneSettings;
import dev.groundwire.retrieval.pgvector.PgvectorSettings;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The room, deployed, and asked over the bus as others ask it. */
final class Room {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final VertxFixture vertx;
  private final RetrievalVerticle verticle;
  private final String deployment;
  private final Bus bus;

  private Room(VertxFixture vertx, RetrievalVerticle verticle, String deployment) {
    this.vertx = vertx;
    this.verticle = verticle;
    this.deployment = deployment;
    this.bus = new Bus(vertx.vertx());
  }

  static Room open(VertxFixture vertx, Path dataDirectory, Database database)
      throws TimeoutException {
    return open(vertx, dataDirectory, database, Duration.ofHours(1));
  }

  static Room open(
      VertxFixture vertx, Path dataDirectory, Database database, Duration reconcileInterval)
      throws TimeoutException {
    return open(
        vertx,
        reconcileInterval,
        new RetrievalWiring(
            Backend.LUCENE,
            dataDirectory,
            database,
            database,
            new PgConnectOptions(),
            new Outbox(Clock.systemUTC(), Identifiers.timeOrdered()),
            Clock.systemUTC()));
  }

  /** One of the nodes that share this database, and with it the index. */
  static Room openShared(VertxFixture vertx, Path dataDirectory, PostgresFixture postgres)
      throws TimeoutException {
    return openShared(vertx, dataDirectory, postgres, postgres.database());
  }

  /** The same with searches somewhere else. */
  static Room openShared(
      VertxFixture vertx, Path dataDirectory, PostgresFixture postgres, Database searches)
      throws TimeoutException {
    return open(
        vertx,
        Duration.ofHours(1),
        new RetrievalWiring(
            Backend.PGVECTOR,
            dataDirectory,
            postgres.database(),
            searches,
            postgres.login().connectOptions(),
            new Outbox(Clock.systemUTC(), Identifiers.timeOrdered()),
            Clock.systemUTC()));
  }

  private static Room open(VertxFixture vertx, Duration reconcileInterval, RetrievalWiring wiring)
      throws TimeoutException {
    RetrievalVerticle verticle = new RetrievalVerticle(config(reconcileInterval), wiring);
    return new Room(vertx, verticle, vertx.deploy(verticle));
  }

  private static RetrievalConfig config(Duration reconcileInterval) {
    return new RetrievalConfig(
        null,
        64,
        16,
        200,
        0.5,
        DEADLINE,
        DEADLINE,
        reconcileInterval,
        DEADLINE,
        Duration.ZERO,
        100,
        Duration.ofMinutes(10),
        DEADLINE,
        LuceneSettings.forTests(),
        PgvectorSettings.forTests());
  }

  void close() throws TimeoutException {
    vertx.undeploy(deployment);
  }

  int drift() {
    return verticle.drift();
  }

  EventHandled index(EventEnvelope event) {
    return bus.request(RetrievalBus.INDEX_DOCUMENT, event, DEADLINE).await();
  }

  EventHandled remove(EventEnvelope event) {
    return bus.request(RetrievalBus.REMOVE_DOCUMENT, event, DEADLINE).await();
  }

  void hintDeleted(Book book) {
    bus.hint(RetrievalBus.DOCUMENT_DELETED, new ForgetDocument(book.id(), book.version()));
  }

  List<Passage> find(Tenant tenant, String query, SearchMode mode) {
    return find(new FindPassages(tenant, query, 10, mode, PassageFilter.NONE, true));
  }

  List<Passage> find(FindPassages asked) {
    return bus.request(RetrievalBus.FIND_PASSAGES, asked, DEADLINE).await().passages();
  }

  /** The texts that a search for meaning and words finds, best first. */
  List<String> texts(Tenant tenant, String query) {
    return find(tenant, query, SearchMode.HYBRID).stream().map(Passage::text).toList();
  }
}
