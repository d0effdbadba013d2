package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.retrieval.Library.Book;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class IndexFollowsDatabaseTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @TempDir Path data;
  private Library library;
  private Room room;
  private Tenant tenant;

  @BeforeAll
  static void deployEmbeddings() throws TimeoutException {
    VERTX.deploy(new HashedEmbeddings());
  }

  @BeforeEach
  void open() throws TimeoutException {
    library = new Library(POSTGRES.database());
    tenant = POSTGRES.newTenant();
    room = Room.open(VERTX, data.resolve("first"), POSTGRES.database());
  }

  @AfterEach
  void close() throws TimeoutException {
    room.close();
  }

  @Test
  void answersAnEventWhenSearchesFindTheDocumentAndTellsOthersOnce() {
    Book book = library.add(tenant, "en", "a red pump");
    EventEnvelope event = library.embedded(book);

    assertThat(room.index(event).firstTime()).isTrue();
    assertThat(room.texts(tenant, "pump")).containsExactly("a red pump");
    assertThat(room.index(event).firstTime()).isFalse();

    assertThat(library.indexedFacts(book))
        .containsExactly(new DocumentEvents.Indexed(book.id(), 1));
  }

  @Test
  void indexesDocumentsOfManyPages() {
    String[] chunks = new String[600];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = "pump number n" + i;
    }
    room.index(library.embedded(library.add(tenant, "en", chunks)));

    assertThat(room.texts(tenant, "n599").getFirst()).isEqualTo("pump number n599");
    assertThat(room.texts(tenant, "n0").getFirst()).isEqualTo("pump number n0");
  }

  @Test
  void indexesManyDocumentsAtOnce() throws TimeoutException {
    List<Future<Void>> events = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      EventEnvelope event = library.embedded(library.add(tenant, "en", "pump w" + i));
      events.add(inBackground(() -> room.index(event)));
    }
    Future.all(events).await(20, TimeUnit.SECONDS);

    for (int i = 0; i < 12; i++) {
      assertThat(room.texts(tenant, "w" + i).getFirst()).isEqualTo("pump w" + i);
    }
  }

  @Test
  void ignoresAnEventOfAVersionThatIsVoid() {
    Book first = library.add(tenant, "en", "a red pump");
    Book second = library.revise(first, "a blue pump");
    room.index(library.embedded(second));

    assertThat(room.index(library.embedded(first)).firstTime()).isTrue();

    assertThat(room.texts(tenant, "pump")).containsExactly("a blue pump");
    assertThat(library.indexedFacts(first))
        .containsExactly(new DocumentEvents.Indexed(second.id(), 2));
  }

  @Test
  void ignoresAnEventOfADocumentThatIsGone() {
    Book book = library.add(tenant, "en", "a red pump");
    EventEnvelope event = library.embedded(book);
    library.delete(book);

    assertThat(room.index(event).firstTime()).isTrue();
    assertThat(library.indexedFacts(book)).isEmpty();
  }

  @Test
  void ignoresAFailureOfAnOlderVersion() {
    Book first = library.add(tenant, "en", "a red pump");
    Book second = library.revise(first, "a blue pump");
    room.index(library.embedded(second));

    room.remove(library.failed(first));

    assertThat(room.texts(tenant, "pump")).containsExactly("a blue pump");
  }

  @Test
  void dropsADocumentThatFailed() throws TimeoutException {
    Book book = library.add(tenant, "en", "a red pump");
    room.index(library.embedded(book));
    library.fail(book);
    EventEnvelope failed = library.failed(book);

    assertThat(room.remove(failed).firstTime()).isTrue();
    assertThat(room.remove(failed).firstTime()).isFalse();
    reopen(data.resolve("first"));
    assertThat(room.drift()).isZero();
  }

  @Test
  void doesNotShowADeletedDocumentEvenBeforeItsEvent() {
    Book book = library.add(tenant, "en", "a red pump");
    room.index(library.embedded(book));
    library.delete(book);

    assertThat(room.texts(tenant, "pump")).isEmpty();
  }

  @Test
  void hidesADocumentAtTheFirstHintOfItsDeletion() {
    Book book = library.add(tenant, "en", "a red pump");
    room.index(library.embedded(book));

    room.hintDeleted(book);

    assertThat(room.texts(tenant, "pump")).isEmpty();
  }

  @Test
  void showsADocumentAgainThatIsIndexedAfterTheHint() {
    Book book = library.add(tenant, "en", "a red pump");
    room.hintDeleted(book);
    Book revised = library.revise(book, "a blue pump");
    room.index(library.embedded(revised));

    assertThat(room.texts(tenant, "pump")).containsExactly("a blue pump");
  }

  @Test
  void removesADeletedDocument() throws TimeoutException {
    Book book = library.add(tenant, "en", "a red pump");
    room.index(library.embedded(book));
    library.delete(book);
    room.remove(library.deleted(book));

    reopen(data.resolve("first"));
    assertThat(room.drift()).isZero();
  }

  @Test
  void mendsAtItsStartWhatAKillHasCost() throws IOException, TimeoutException {
    Book kept = library.add(tenant, "en", "a red pump");
    Book revised = library.add(tenant, "en", "a green pump");
    Book deleted = library.add(tenant, "en", "a yellow pump");
    room.index(library.embedded(kept));
    room.index(library.embedded(revised));
    room.index(library.embedded(deleted));
    reopen(data.resolve("first")); // commits
    assertThat(room.drift()).isZero();
    Book lost = library.add(tenant, "en", "a blue pump");
    room.index(library.embedded(lost));
    room.index(library.embedded(library.revise(revised, "a violet pump")));
    library.delete(deleted);
    room.remove(library.deleted(deleted));

    Path killed = data.resolve("killed");
    copyIndex(data.resolve("first"), killed);
    reopen(killed);

    assertThat(room.drift()).isEqualTo(3);
    assertThat(room.texts(tenant, "pump"))
        .containsExactlyInAnyOrder("a red pump", "a blue pump", "a violet pump");
    reopen(killed);
    assertThat(room.drift()).isZero();
  }

  @Test
  void buildsAnIndexThatIsLostFromTheDatabase() throws TimeoutException {
    room.index(library.embedded(library.add(tenant, "en", "a red pump")));
    Tenant other = POSTGRES.newTenant();
    room.index(library.embedded(library.add(other, "ru", "Договоры аренды")));

    reopen(data.resolve("empty"));

    assertThat(room.texts(tenant, "pump")).containsExactly("a red pump");
    assertThat(room.texts(other, "договор")).containsExactly("Договоры аренды");
  }

  @Test
  void buildsAnIndexThatIsDamagedFromTheDatabase() throws IOException, TimeoutException {
    room.index(library.embedded(library.add(tenant, "en", "a red pump")));
    room.close();
    try (Stream<Path> files = Files.list(data.resolve("first").resolve("index"))) {
      for (Path file : files.toList()) {
        Files.writeString(file, "damaged");
      }
    }
    room = Room.open(VERTX, data.resolve("first"), POSTGRES.database());

    assertThat(room.texts(tenant, "pump")).containsExactly("a red pump");
  }

  @Test
  void staysTrueWhileItIsComparedAndWrittenAtTheSameTime() throws TimeoutException {
    room.close();
    Path folder = data.resolve("busy");
    room = Room.open(VERTX, folder, POSTGRES.database(), Duration.ofMillis(1));
    List<Book> kept = Collections.synchronizedList(new ArrayList<>());
    List<Future<Void>> lives = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      boolean remains = i % 3 > 0;
      String name = "w" + i;
      lives.add(
          inBackground(() -> {
            Book book = library.add(tenant, "en", "pump " + name);
            room.index(library.embedded(book));
            Book revised = library.revise(book, "pump " + name, "again " + name);
            room.index(library.embedded(revised));
            if (remains) {
              kept.add(revised);
            } else {
              library.delete(revised);
              room.remove(library.deleted(revised));
            }
          }));
    }
    Future.all(lives).await(30, TimeUnit.SECONDS);

    for (Book book : kept) {
      assertThat(library.indexedFacts(book))
          .containsExactly(
              new DocumentEvents.Indexed(book.id(), 1), new DocumentEvents.Indexed(book.id(), 2));
    }
    reopen(folder);
    assertThat(room.drift()).isZero();
  }

  private static Future<Void> inBackground(Runnable work) {
    Promise<Void> done = Promise.promise();
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
            done.complete();
          } catch (Throwable failure) {
            done.fail(failure);
          }
        });
    return done.future();
  }

  private void reopen(Path folder) throws TimeoutException {
    room.close();
    room = Room.open(VERTX, folder, POSTGRES.database());
  }

  /** What a kill leaves: the files of the last commit, and whatever else was being written. */
  private static void copyIndex(Path from, Path to) throws IOException {
    Path target = Files.createDirectories(to.resolve("index"));
    try (Stream<Path> files = Files.list(from.resolve("index"))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }
}
