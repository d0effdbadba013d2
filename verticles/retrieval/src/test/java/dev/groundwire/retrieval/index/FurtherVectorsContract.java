package dev.groundwire.retrieval.index;

import static dev.groundwire.retrieval.index.Samples.document;
import static dev.groundwire.retrieval.index.Samples.filter;
import static dev.groundwire.retrieval.index.Samples.nearest;
import static dev.groundwire.retrieval.index.Samples.newTenant;
import static dev.groundwire.retrieval.index.Samples.pages;
import static dev.groundwire.retrieval.index.Samples.vector;
import static dev.groundwire.retrieval.index.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every index keeps to while chunks have vectors of two models. */
public interface FurtherVectorsContract {
  PassageIndex index();

  private static IndexedChunk both(IndexedChunk chunk, ModelVector own, ModelVector... further) {
    return new IndexedChunk(
        chunk.chunkId(), chunk.section(), chunk.text(), Optional.of(own), List.of(further));
  }

  private List<UUID> near(Tenant tenant, ModelVector vector) {
    return index().search(nearest(tenant, vector)).dense().stream().map(IndexHit::chunkId).toList();
  }

  private void write(IndexedDocument document, IndexedChunk... chunks) {
    index().replace(document, pages(chunks));
    index().makeSearchable();
  }

  @Test
  default void findsByEitherModelWhereverTheVectorIs() {
    Tenant tenant = newTenant();
    IndexedChunk old = both(Samples.chunk("old"), vector("one", 1, 0), vector("two", 0.1f, 1));
    IndexedChunk young = both(Samples.chunk("young"), vector("two", 0, 1), vector("one", 0.1f, 1));
    write(document(tenant, 1), old);
    write(document(tenant, 1), young);

    assertThat(near(tenant, vector("one", 1, 0))).containsExactly(old.chunkId(), young.chunkId());
    assertThat(near(tenant, vector("two", 0, 1))).containsExactly(young.chunkId(), old.chunkId());
    assertThat(near(tenant, vector("three", 0, 1))).isEmpty();
  }

  @Test
  default void takesFurtherVectorsBesideWhatIsThereAndLetsThemGo() {
    Tenant tenant = newTenant();
    IndexedDocument document = document(tenant, 1);
    IndexedChunk plain = Samples.chunk("pump", vector("one", 1, 0));
    write(document, plain);
    IndexedState before = index().find(document.documentId()).orElseThrow();

    for (int times = 0; times < 2; times++) {
      index()
          .replaceFurther(document, pages(both(plain, vector("one", 1, 0), vector("two", 0, 1))));
      index().makeSearchable();
    }
    assertThat(index().find(document.documentId()))
        .contains(new IndexedState(document.documentId(), 1, 1, "one", "two "));
    assertThat(near(tenant, vector("two", 0, 1))).containsExactly(plain.chunkId());
    assertThat(near(tenant, vector("one", 1, 0))).containsExactly(plain.chunkId());
    assertThat(index().search(words(tenant, "pump")).lexical()).hasSize(1);

    index().replaceFurther(document, pages(plain));
    index().makeSearchable();
    assertThat(near(tenant, vector("two", 0, 1))).isEmpty();
    assertThat(near(tenant, vector("one", 1, 0))).containsExactly(plain.chunkId());
    assertThat(index().find(document.documentId())).contains(before);
  }

  @Test
  default void furtherVectorsAreOfTheirVersionAndGoWithTheirDocument() {
    Tenant tenant = newTenant();
    IndexedDocument document = document(tenant, 2);
    IndexedChunk chunk = both(Samples.chunk("x"), vector("one", 1, 0), vector("two", 0, 1));
    write(document, chunk);
    index().replaceFurther(Samples.version(document, 1), pages());
    index().makeSearchable();
    assertThat(near(tenant, vector("two", 0, 1))).containsExactly(chunk.chunkId());

    index().remove(document.documentId(), 2);
    index().makeSearchable();
    assertThat(near(tenant, vector("two", 0, 1))).isEmpty();
  }

  @Test
  default void filtersFurtherVectorsToo() {
    Tenant tenant = newTenant();
    IndexedDocument tagged = document(tenant, Samples.CREATED, List.of("manual"));
    IndexedChunk chunk = both(Samples.chunk("x"), vector("one", 1, 0), vector("two", 0, 1));
    write(tagged, chunk);
    write(document(tenant, 1), both(Samples.chunk("y"), vector("one", 1, 0), vector("two", 0, 1)));

    IndexQuery filtered =
        new IndexQuery(
            tenant,
            filter(List.of(), List.of("manual"), null, null),
            Set.of(),
            10,
            Optional.of(vector("two", 0, 1)),
            Optional.empty());
    assertThat(index().search(filtered).dense())
        .extracting(IndexHit::chunkId)
        .containsExactly(chunk.chunkId());
    assertThat(near(newTenant(), vector("two", 0, 1))).isEmpty();
  }
}
