package dev.groundwire.retrieval.lucene;

import dev.groundwire.retrieval.analysis.IndexedText;
import dev.groundwire.retrieval.analysis.LanguageAnalyzers;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.retrieval.index.ModelVector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * How a chunk is laid out in the index. What changes here needs a new {@link IndexFolder#LAYOUT}.
 */
final class ChunkFields {
  static final String CHUNK = "chunk";
  static final String DOCUMENT = "document";
  static final String WORKSPACE = "workspace";
  static final String ORGANIZATION = "organization";
  static final String VERSION = "version";
  static final String MODEL = "model";

  /** On entries that hold nothing but a further vector of a chunk: the document's id. */
  static final String FURTHER_OF = "further_of";

  /** On these, too: the vector's model. */
  static final String FURTHER = "further";

  static final String ANALYZER = "analyzer";
  static final String TAG = "tag";
  static final String CREATED = "created";

  /**
   * Words and how often: no positions, since nothing searches for phrases; the text is elsewhere.
   */
  private static final FieldType WORDS = words();

  /** Microseconds of what is farther from 1970 do not fit a long. */
  private static final long FARTHEST_SECOND = Long.MAX_VALUE / 1_000_000L - 1;

  private ChunkFields() {}

  private static FieldType words() {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.setTokenized(true);
    type.freeze();
    return type;
  }

  static Document write(IndexedDocument document, IndexedChunk chunk) {
    Document out = shared(document, chunk);
    String analyzer = LanguageAnalyzers.nameFor(document.language());
    String text = LanguageAnalyzers.fieldOf(analyzer);
    for (String part : IndexedText.parts(document, chunk)) {
      out.add(new Field(text, part, WORDS));
    }
    String model = chunk.vector().map(vector -> vector.model()).orElse("");
    out.add(new StringField(MODEL, model, Field.Store.NO));
    out.add(new SortedDocValuesField(MODEL, new BytesRef(model)));
    chunk
        .vector()
        .ifPresent(vector ->
            out.add(
                new KnnFloatVectorField(
                    vectorField(vector.values().length),
                    vector.values(),
                    VectorSimilarityFunction.DOT_PRODUCT)));
    return out;
  }

  /** Beside the chunk's own entry, with what filters look at and none of its words. */
  static List<Document> writeFurther(IndexedDocument document, IndexedChunk chunk) {
    return chunk.further().stream()
        .map(vector -> {
          Document out = shared(document, chunk);
          out.add(keyword(FURTHER_OF, document.documentId()));
          out.add(new SortedDocValuesField(FURTHER, new BytesRef(vector.model())));
          out.add(
              new KnnFloatVectorField(
                  furtherField(vector), vector.values(), VectorSimilarityFunction.DOT_PRODUCT));
          return out;
        })
        .toList();
  }

  private static Document shared(IndexedDocument document, IndexedChunk chunk) {
    Document out = new Document();
    out.add(new BinaryDocValuesField(CHUNK, Uuids.bytes(chunk.chunkId())));
    out.add(keyword(DOCUMENT, document.documentId()));
    out.add(keyword(WORKSPACE, document.tenant().workspaceId()));
    out.add(keyword(ORGANIZATION, document.tenant().organizationId()));
    out.add(new NumericDocValuesField(VERSION, document.version()));
    out.add(new LongPoint(CREATED, micros(document.createdAt())));
    document.tags().forEach(tag -> out.add(new StringField(TAG, tag, Field.Store.NO)));
    String analyzer = LanguageAnalyzers.nameFor(document.language());
    out.add(new SortedDocValuesField(ANALYZER, new BytesRef(analyzer)));
    return out;
  }

  private static Field keyword(String field, UUID id) {
    return new StringField(field, Uuids.bytes(id), Field.Store.NO);
  }

  static Term term(String field, UUID id) {
    return new Term(field, Uuids.bytes(id));
  }

  /** A field for each length of vectors: all vectors of one field must be equally long. */
  static String vectorField(int dimensions) {
    return "vector_" + dimensions;
  }

  /** One of its own for each further model: two of one length must not share a graph. */
  static String furtherField(ModelVector vector) {
    UUID model = UUID.nameUUIDFromBytes(vector.model().getBytes(StandardCharsets.UTF_8));
    return vectorField(vector.values().length) + "_" + model;
  }

  /** The database's resolution, so that a filter by time cuts where the database would. */
  static long micros(Instant time) {
    long seconds = Math.clamp(time.getEpochSecond(), -FARTHEST_SECOND, FARTHEST_SECOND);
    return seconds * 1_000_000L + time.getNano() / 1_000;
  }
}
