package dev.groundwire.retrieval.index;

import static dev.groundwire.retrieval.index.Samples.CREATED;
import static dev.groundwire.retrieval.index.Samples.chunk;
import static dev.groundwire.retrieval.index.Samples.document;
import static dev.groundwire.retrieval.index.Samples.filter;
import static dev.groundwire.retrieval.index.Samples.nearest;
import static dev.groundwire.retrieval.index.Samples.newTenant;
import static dev.groundwire.retrieval.index.Samples.pages;
import static dev.groundwire.retrieval.index.Samples.vector;
import static dev.groundwire.retrieval.index.Samples.version;
import static dev.groundwire.retrieval.index.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.PassageFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every index of passages keeps to. Each test has a workspace of its own. */
public interface PassageIndexContract extends FurtherVectorsContract {
  /** The same one for all calls of a test; may hold what other tests wrote. */
  @Override
  PassageIndex index();

  @Test
  default void findsTheNearestVectorFirst() {
    Tenant tenant = newTenant();
    IndexedDocument document = document(tenant, 1);
    IndexedChunk near = chunk("near", vector("m", 1, 0.1f));
    IndexedChunk far = chunk("far", vector("m", 0.1f, 1));
    write(document, far, near);

    List<IndexHit> hits = index().search(nearest(tenant, vector("m", 1, 0))).dense();

    assertThat(hits).extracting(IndexHit::chunkId).containsExactly(near.chunkId(), far.chunkId());
    assertThat(hits.getFirst().score()).isCloseTo(1 / Math.sqrt(1.01), within(1e-6));
  }

  @Test
  default void findsPassagesByTheirWords() {
    Tenant tenant = newTenant();
    IndexedChunk both = chunk("The gearbox oil is changed every year.");
    IndexedChunk one = chunk("Oil lamps are lit at dusk.");
    write(document(tenant, 1), one, both, chunk("Nothing of the kind."));

    assertThat(found(words(tenant, "gearbox oil"))).containsExactly(both.chunkId(), one.chunkId());
  }

  @Test
  default void findsPassagesByHeadingsAndTheNameOfTheirDocument() {
    Tenant tenant = newTenant();
    IndexedChunk chunk =
        new IndexedChunk(UUID.randomUUID(), "Vacation", "Thirty days.", Optional.empty());
    write(document(tenant, 1), chunk);

    assertThat(found(words(tenant, "vacations"))).containsExactly(chunk.chunkId());
    assertThat(found(words(tenant, "handbook"))).containsExactly(chunk.chunkId());
  }

  @Test
  default void neverFindsWhatIsInAnotherWorkspaceOrOrganization() {
    Tenant tenant = newTenant();
    write(document(tenant, 1), chunk("secret recipe", vector("m", 1, 0)));

    for (Tenant other :
        List.of(
            new Tenant(tenant.organizationId(), UUID.randomUUID()),
            new Tenant(UUID.randomUUID(), tenant.workspaceId()))) {
      assertThat(found(words(other, "secret recipe"))).isEmpty();
      assertThat(index().search(nearest(other, vector("m", 1, 0))).dense()).isEmpty();
    }
  }

  @Test
  default void comparesVectorsOfOneModelOnly() {
    Tenant tenant = newTenant();
    IndexedChunk old = chunk("old", vector("model@1", 1, 0));
    IndexedChunk current = chunk("current", vector("model@2", 0, 1));
    write(document(tenant, 1), old);
    write(document(tenant, 1), current);

    assertThat(index().search(nearest(tenant, vector("model@2", 1, 0))).dense())
        .extracting(IndexHit::chunkId)
        .containsExactly(current.chunkId());
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 384, 1536, 3072})
  default void takesVectorsOfAnyUsualLength(int dimensions) {
    Tenant tenant = newTenant();
    float[] values = new float[dimensions];
    values[dimensions - 1] = 1;
    ModelVector vector = new ModelVector("m", values);
    IndexedChunk chunk = chunk("x", vector);
    write(document(tenant, 1), chunk);

    assertThat(index().search(nearest(tenant, vector)).dense())
        .extracting(IndexHit::chunkId)
        .containsExactly(chunk.chunkId());
  }

  @Test
  default void filtersBothLegsByDocumentTagAndTime() {
    Tenant tenant = newTenant();
    IndexedDocument old = document(tenant, CREATED, List.of("manual", "internal"));
    IndexedDocument young = document(tenant, CREATED.plusSeconds(60), List.of("manual"));
    IndexedChunk inOld = chunk("pump", vector("m", 1, 0));
    IndexedChunk inYoung = chunk("pump", vector("m", 1, 0));
    write(old, inOld);
    write(young, inYoung);

    assertBothLegs(tenant, filter(List.of(old.documentId()), List.of(), null, null), inOld);
    assertBothLegs(tenant, filter(List.of(), List.of("manual", "internal"), null, null), inOld);
    assertBothLegs(tenant, filter(List.of(), List.of("absent"), null, null));
    assertBothLegs(tenant, filter(List.of(), List.of(), CREATED, null), inOld, inYoung);
    assertBothLegs(tenant, filter(List.of(), List.of(), CREATED.plusNanos(1_000), null), inYoung);
    assertBothLegs(tenant, filter(List.of(), List.of(), null, CREATED));
    assertBothLegs(tenant, filter(List.of(), List.of(), CREATED, CREATED.plusSeconds(60)), inOld);
  }

  private void assertBothLegs(Tenant tenant, PassageFilter filter, IndexedChunk... expected) {
    IndexHits hits =
        index()
            .search(
                new IndexQuery(
                    tenant,
                    filter,
                    Set.of(),
                    10,
                    Optional.of(vector("m", 1, 0)),
                    Optional.of("pump")));
    List<UUID> ids = List.of(expected).stream().map(IndexedChunk::chunkId).toList();
    assertThat(hits.dense()).extracting(IndexHit::chunkId).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(hits.lexical())
        .extracting(IndexHit::chunkId)
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  default void keepsHiddenDocumentsFromTakingThePlaceOfOthers() {
    Tenant tenant = newTenant();
    IndexedDocument hidden = document(tenant, 1);
    IndexedChunk shown = chunk("pump and more words around it", vector("m", 0.5f, 1));
    write(hidden, chunk("pump", vector("m", 1, 0)));
    write(document(tenant, 1), shown);

    IndexHits hits =
        index()
            .search(
                new IndexQuery(
                    tenant,
                    PassageFilter.NONE,
                    Set.of(hidden.documentId()),
                    1,
                    Optional.of(vector("m", 1, 0)),
                    Optional.of("pump")));

    assertThat(hits.dense()).extracting(IndexHit::chunkId).containsExactly(shown.chunkId());
    assertThat(hits.lexical()).extracting(IndexHit::chunkId).containsExactly(shown.chunkId());
  }

  @Test
  default void putsANewVersionInThePlaceOfTheOld() {
    Tenant tenant = newTenant();
    IndexedDocument first = document(tenant, 1);
    IndexedChunk renewed = chunk("pump, revised");
    write(first, chunk("pump"), chunk("pump again"));
    write(version(first, 2), renewed);

    assertThat(found(words(tenant, "pump"))).containsExactly(renewed.chunkId());
    assertThat(index().find(first.documentId()))
        .contains(new IndexedState(first.documentId(), 2, 1, ""));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void neverLetsAnOlderVersionReplaceANewer(boolean searchable) {
    Tenant tenant = newTenant();
    IndexedDocument second = document(tenant, 2);
    IndexedChunk current = chunk("pump");
    index().replace(second, pages(current));
    if (searchable) {
      index().makeSearchable();
    }

    assertThat(index().replace(version(second, 1), pages(chunk("pump")))).isFalse();
    index().makeSearchable();

    assertThat(found(words(tenant, "pump"))).containsExactly(current.chunkId());
  }

  @Test
  default void removesADocumentUpToAVersion() {
    Tenant tenant = newTenant();
    IndexedDocument document = document(tenant, 2);
    IndexedChunk other = chunk("pump");
    write(document, chunk("pump"));
    write(document(tenant, 1), other);

    index().remove(document.documentId(), 1);
    index().makeSearchable();
    assertThat(index().find(document.documentId())).isPresent();

    index().remove(document.documentId(), 2);
    index().makeSearchable();
    assertThat(index().find(document.documentId())).isEmpty();
    assertThat(found(words(tenant, "pump"))).containsExactly(other.chunkId());
  }

  @Test
  default void takesALowerVersionAgainAfterARemoval() {
    IndexedDocument document = document(newTenant(), 5);
    write(document, chunk("pump"));
    index().remove(document.documentId(), Integer.MAX_VALUE);

    assertThat(index().replace(version(document, 3), pages(chunk("pump")))).isTrue();
    index().makeSearchable();

    assertThat(index().find(document.documentId()).map(IndexedState::version)).contains(3);
  }

  @Test
  default void countsTheChunksOfAllPages() {
    Tenant tenant = newTenant();
    IndexedDocument document = document(tenant, 1);
    List<List<IndexedChunk>> pages = new ArrayList<>();
    for (int page = 0; page < 5; page++) {
      pages.add(List.of(chunk("a", vector("m", 1, 0)), chunk("b", vector("m", 0, 1))));
    }
    index().replace(document, pages.iterator());
    index().makeSearchable();

    assertThat(index().find(document.documentId()))
        .contains(new IndexedState(document.documentId(), 1, 10, "m"));
  }

  @Test
  default void listsDocumentsInTheOrderOfTheDatabase() {
    // The database compares bytes, so ids with the first bit set come last.
    List<UUID> ids = new ArrayList<>();
    for (String start : List.of("00", "7f", "80", "ff")) {
      UUID id = UUID.fromString(start + UUID.randomUUID().toString().substring(2));
      ids.add(id);
      write(document(newTenant(), id), chunk("x"), chunk("y"));
    }
    List<UUID> listed = new ArrayList<>();
    Optional<UUID> after = Optional.empty();
    List<IndexedState> page = index().list(after, 3);
    while (!page.isEmpty()) {
      page.forEach(state -> listed.add(state.documentId()));
      page = index().list(Optional.of(page.getLast().documentId()), 3);
    }

    assertThat(listed).doesNotHaveDuplicates();
    assertThat(listed.stream().filter(ids::contains)).containsExactlyElementsOf(ids);
  }

  @ParameterizedTest
  @CsvSource({
    "en, The engineers were repairing broken pumps., repaired pump",
    "eng, The engineers were repairing broken pumps., repaired pump",
    "en-GB, The engineers were repairing broken pumps., repaired pump",
    "de, Die Häuser der Nachbarn werden verkauft., Haus",
    "ru, Договоры аренды подписаны всеми сторонами., договор",
    "ar, قرأت الكتاب في المكتبة, كتاب",
    "fr, Les contrats ont été signés hier., contrat signé",
    "tr, Evlerimizden denize bakılır., ev",
    "zh, 合同由双方签署, 签署",
    "ja, 契約書に署名しました, 署名",
    "xx, Zzyzx frobnicates., zzyzx",
  })
  default void findsInflectedWordsOfEachLanguage(String language, String text, String question) {
    Tenant tenant = newTenant();
    IndexedDocument document = document(tenant, 1);
    IndexedChunk chunk = chunk(text);
    write(
        new IndexedDocument(
            tenant, document.documentId(), 1, "x", Optional.of(language), List.of(), CREATED),
        chunk);

    assertThat(found(words(tenant, question))).containsExactly(chunk.chunkId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pump ", "w%d ", "合同", "!? "})
  default void takesTheLongestQuestion(String word) {
    Tenant tenant = newTenant();
    StringBuilder question = new StringBuilder();
    for (int i = 0; question.length() + 8 < 8_192; i++) {
      question.append(word.formatted(i));
    }
    IndexedChunk chunk = chunk(question.toString());
    write(document(tenant, 1), chunk);

    assertThat(found(words(tenant, question.toString()))).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  default void findsNoMoreThanTheCandidatesAskedFor() {
    Tenant tenant = newTenant();
    write(
        document(tenant, 1),
        chunk("pump", vector("m", 1, 0)),
        chunk("pump", vector("m", 1, 0.1f)),
        chunk("pump", vector("m", 1, 0.2f)));

    IndexHits hits =
        index()
            .search(
                new IndexQuery(
                    tenant,
                    PassageFilter.NONE,
                    Set.of(),
                    2,
                    Optional.of(vector("m", 1, 0)),
                    Optional.of("pump")));

    assertThat(hits.dense()).hasSize(2);
    assertThat(hits.lexical()).hasSize(2);
  }

  private void write(IndexedDocument document, IndexedChunk... chunks) {
    assertThat(index().replace(document, pages(chunks))).isTrue();
    index().makeSearchable();
  }

  private List<UUID> found(IndexQuery query) {
    return index().search(query).lexical().stream().map(IndexHit::chunkId).toList();
  }
}
