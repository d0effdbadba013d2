package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.Library.Book;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Vectors as the largest models make them: a page of the database has no room for one. */
class WideVectorsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final String MODEL = "wide@1";
  private static final int DIMENSIONS = 3_072;
  private static final String[] TEXTS = {
    "the red pump stands in the cellar", "a blue valve", "who painted the lighthouse"
  };

  @TempDir Path data;

  @BeforeAll
  static void deployEmbeddings() throws TimeoutException {
    VERTX.deploy(new WideEmbeddings());
  }

  private static final class WideEmbeddings extends VerticleBase {
    @Override
    public Future<?> start() {
      return new Bus(vertx).answer(EmbeddingBus.EMBED_TEXTS, 64, WideEmbeddings::embed);
    }

    private static TextsEmbedded embed(EmbedTexts asked) {
      return new TextsEmbedded(MODEL, asked.texts().stream().map(WideVectorsTest::vector).toList());
    }
  }

  /** No number is zero, and none is another's: it cannot be compressed. */
  private static float[] vector(String text) {
    double[] sum = new double[DIMENSIONS];
    for (String word : text.split(" ", -1)) {
      Random random = new Random(word.hashCode());
      for (int i = 0; i < DIMENSIONS; i++) {
        sum[i] += random.nextGaussian();
      }
    }
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    float[] unit = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      unit[i] = (float) (sum[i] / Math.sqrt(square));
    }
    return unit;
  }

  private static Book add(Library library, Tenant tenant) {
    Book book = library.add(tenant, "en", List.of(), Library.CREATED, MODEL, TEXTS);
    POSTGRES
        .database()
        .inTenant(
            tenant.organizationId(),
            tx ->
                Rows.batch(
                    tx,
                    "UPDATE chunk SET embedding = $2 WHERE document_id = $1 AND text = $3",
                    List.of(TEXTS).stream()
                        .map(text -> Tuple.of(book.id(), bytes(vector(text)), text))
                        .toList()));
    return book;
  }

  private static Buffer bytes(float[] vector) {
    Buffer bytes = Buffer.buffer();
    for (float value : vector) {
      bytes.appendIntLE(Float.floatToIntBits(value));
    }
    return bytes;
  }

  private static void assertFindsByMeaning(Room room) throws TimeoutException {
    Library library = new Library(POSTGRES.database());
    Tenant tenant = POSTGRES.newTenant();
    try {
      room.index(library.embedded(add(library, tenant)));
      for (String text : TEXTS) {
        List<Passage> found = room.find(tenant, text, SearchMode.DENSE);
        assertThat(found.getFirst().text()).isEqualTo(text);
      }
    } finally {
      room.close();
    }
  }

  @Test
  void areSearchedInAnIndexOfTheNode() throws TimeoutException {
    assertFindsByMeaning(Room.open(VERTX, data, POSTGRES.database()));
  }

  @Test
  void areSearchedInTheDatabase() throws TimeoutException {
    assertFindsByMeaning(Room.openShared(VERTX, data, POSTGRES));
  }
}
