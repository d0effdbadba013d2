package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.Explanation;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.retrieval.Library.Book;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PassageSearchTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final HashedEmbeddings EMBEDDINGS = new HashedEmbeddings();

  @TempDir Path data;
  private Library library;
  private Room room;
  private Tenant tenant;

  @BeforeAll
  static void deployEmbeddings() throws TimeoutException {
    VERTX.deploy(EMBEDDINGS);
  }

  @BeforeEach
  void open() throws TimeoutException {
    EMBEDDINGS.work();
    library = new Library(POSTGRES.database());
    tenant = POSTGRES.newTenant();
    room = Room.open(VERTX, data, POSTGRES.database());
  }

  @AfterEach
  void close() throws TimeoutException {
    room.close();
  }

  private Book indexed(Book book) {
    assertThat(room.index(library.embedded(book)).firstTime()).isTrue();
    return book;
  }

  @Test
  void findsByMeaningAndByWordsTogetherMoreThanByEither() {
    indexed(
        library.add(
            tenant,
            "en",
            "An automobile needs fuel",
            "Part XK47 fits the blue lawnmower",
            "Part XK48 fits the red lawnmower",
            "A physician works in the hospital",
            "Bread is baked in the morning",
            "The lake freezes over in winter"));
    Map<String, String> answers =
        Map.of(
            "car", "An automobile needs fuel",
            "XK47", "Part XK47 fits the blue lawnmower",
            "doctor", "A physician works in the hospital",
            "baking breads", "Bread is baked in the morning");

    assertThat(quality(answers, SearchMode.HYBRID))
        .isGreaterThan(quality(answers, SearchMode.LEXICAL))
        .isGreaterThan(quality(answers, SearchMode.DENSE));
  }

  /** Mean reciprocal rank. */
  private double quality(Map<String, String> answers, SearchMode mode) {
    double sum = 0;
    for (Map.Entry<String, String> expected : answers.entrySet()) {
      int rank =
          room.find(tenant, expected.getKey(), mode).stream()
              .map(Passage::text)
              .toList()
              .indexOf(expected.getValue());
      sum += rank < 0 ? 0 : 1.0 / (rank + 1);
    }
    return sum / answers.size();
  }

  @ParameterizedTest
  @EnumSource(SearchMode.class)
  void explainsAScoreByItsShares(SearchMode mode) {
    indexed(library.add(tenant, "en", "a red pump", "a blue pump", "a valve", "red paint"));

    List<Passage> found = room.find(tenant, "red pump", mode);

    assertThat(found).isNotEmpty();
    for (Passage passage : found) {
      Explanation explanation = passage.explain().orElseThrow();
      assertThat(explanation.denseShare() + explanation.lexicalShare())
          .isCloseTo(passage.score(), within(1e-12));
      assertThat(explanation.dense().isPresent()).isEqualTo(mode != SearchMode.LEXICAL);
      assertThat(explanation.analyzer()).isEqualTo("en");
      assertThat(explanation.model())
          .isEqualTo(mode == SearchMode.LEXICAL ? "" : HashedEmbeddings.MODEL);
      if (mode == SearchMode.DENSE) {
        assertThat(explanation.lexical()).isEmpty();
      }
    }
    assertThat(found.getFirst().text()).isEqualTo("a red pump");
    assertThat(found.getFirst().score()).isCloseTo(1, within(1e-12));
  }

  @Test
  void explainsOnlyWhenAsked() {
    indexed(library.add(tenant, "en", "a red pump"));

    assertThat(
            room.find(
                new FindPassages(tenant, "pump", 10, SearchMode.HYBRID, PassageFilter.NONE, false)))
        .singleElement()
        .satisfies(passage -> assertThat(passage.explain()).isEmpty());
  }

  @Test
  void neverFindsWhatBelongsToAnotherOrganizationOrWorkspace() {
    indexed(library.add(tenant, "en", "a red pump"));
    Tenant other = POSTGRES.newTenant();
    indexed(library.add(other, "en", "a red pump of others"));

    assertThat(room.texts(tenant, "red pump")).containsExactly("a red pump");
    for (Tenant mixed :
        List.of(
            new Tenant(other.organizationId(), tenant.workspaceId()),
            new Tenant(tenant.organizationId(), other.workspaceId()),
            new Tenant(tenant.organizationId(), UUID.randomUUID()))) {
      assertThat(room.texts(mixed, "red pump")).isEmpty();
    }
  }

  @Test
  void filtersByDocumentTagAndTime() {
    Book old =
        indexed(
            library.add(
                tenant,
                "en",
                List.of("manual"),
                Library.CREATED,
                HashedEmbeddings.MODEL,
                "old pump"));
    indexed(
        library.add(
            tenant,
            "en",
            List.of("draft"),
            Library.CREATED.plusSeconds(60),
            HashedEmbeddings.MODEL,
            "young pump"));

    assertThat(filtered(new PassageFilter(List.of(old.id()), List.of(), none(), none())))
        .containsExactly("old pump");
    assertThat(filtered(new PassageFilter(List.of(), List.of("draft"), none(), none())))
        .containsExactly("young pump");
    assertThat(
            filtered(
                new PassageFilter(
                    List.of(),
                    List.of(),
                    Optional.of(Library.CREATED),
                    Optional.of(Library.CREATED.plusSeconds(60)))))
        .containsExactly("old pump");
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private List<String> filtered(PassageFilter filter) {
    return room
        .find(new FindPassages(tenant, "pump", 10, SearchMode.HYBRID, filter, false))
        .stream()
        .map(Passage::text)
        .toList();
  }

  @Test
  void neverComparesVectorsOfTwoModels() {
    indexed(library.add(tenant, "en", List.of(), Library.CREATED, "hashed@2", "an automobile"));
    indexed(library.add(tenant, "en", "a vehicle"));

    assertThat(room.texts(tenant, "car")).containsExactly("a vehicle");
    EMBEDDINGS.become("hashed@2");
    assertThat(room.texts(tenant, "car")).containsExactly("an automobile");
  }

  @ParameterizedTest
  @CsvSource({
    "ru, Договоры аренды подписаны всеми сторонами, договор",
    "ar, قرأت الكتاب في المكتبة, كتاب",
    "de, Die Häuser der Nachbarn werden verkauft, Haus",
  })
  void findsInflectedWordsInTheLanguageOfTheDocument(String language, String text, String query) {
    indexed(library.add(tenant, language, text));
    indexed(library.add(tenant, "en", "Houses, contracts and books"));

    List<Passage> found = room.find(tenant, query, SearchMode.LEXICAL);

    assertThat(found).extracting(Passage::text).containsExactly(text);
    assertThat(found.getFirst().explain().orElseThrow().analyzer()).isEqualTo(language);
  }

  @Test
  void returnsAsManyAsAskedForAlthoughTheBestAreGone() {
    for (int i = 0; i < 30; i++) {
      library.delete(indexed(library.add(tenant, "en", "pump pump pump")));
    }
    indexed(library.add(tenant, "en", "a pump in the cellar", "a pump on the roof"));

    assertThat(
            room.find(
                new FindPassages(tenant, "pump", 2, SearchMode.HYBRID, PassageFilter.NONE, false)))
        .hasSize(2);
  }

  @Test
  void embedsTheBeginningOfAQuestionThatDoesNotFitTheModel() {
    indexed(library.add(tenant, "en", "an automobile"));

    assertThat(
            room.find(
                new FindPassages(
                    tenant, "car ".repeat(2_000), 10, SearchMode.DENSE, PassageFilter.NONE, false)))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"OVERLOADED", "UNAVAILABLE", "TIMEOUT"})
  void failsAsTheEmbeddingRoomFails(FailureCode code) {
    indexed(library.add(tenant, "en", "a pump"));
    EMBEDDINGS.failWith(new BusFailure(code, "not now"));

    assertThatThrownBy(() -> room.find(tenant, "pump", SearchMode.HYBRID))
        .isInstanceOfSatisfying(
            BusFailure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    assertThat(room.find(tenant, "pump", SearchMode.LEXICAL)).hasSize(1);
  }
}
