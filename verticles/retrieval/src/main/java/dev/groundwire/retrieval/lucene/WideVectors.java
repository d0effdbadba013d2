package dev.groundwire.retrieval.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's HNSW format without its limit of 1,024 dimensions, which is a default and not a property
 * of the format; models of 1,536 and 3,072 exist. Written under the name of Lucene's own format, so
 * that Lucene reads it by itself.
 */
final class WideVectors extends KnnVectorsFormat {
  private static final int MAX_DIMENSIONS = 4_096;

  private final Lucene99HnswVectorsFormat format;

  WideVectors(int links, int beam) {
    this(new Lucene99HnswVectorsFormat(links, beam));
  }

  private WideVectors(Lucene99HnswVectorsFormat format) {
    super(format.getName());
    this.format = format;
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return format.fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return format.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return MAX_DIMENSIONS;
  }
}
