package dev.groundwire.retrieval.lucene;

import dev.groundwire.retrieval.analysis.LanguageAnalyzers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.Directory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is open while the index is: folder, writer, searchers and the threads of upkeep. */
record OpenIndex(
    Directory directory,
    Analyzer analyzers,
    IndexWriter writer,
    SearcherManager searchers,
    ScheduledExecutorService upkeep)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenIndex.class);

  /** A commit that runs into a merge takes half a second; refreshes must not wait for it. */
  private static final int UPKEEP_THREADS = 2;

  static OpenIndex open(LuceneConfig config, Path folder) {
    Similarity similarity = new BM25Similarity((float) config.k1(), (float) config.b());
    Analyzer analyzers = new LanguageAnalyzers();
    IndexFolder.Opened opened =
        new IndexFolder(folder).open(() -> settings(config, analyzers, similarity));
    try {
      OpenIndex index =
          new OpenIndex(
              opened.directory(),
              analyzers,
              opened.writer(),
              new SearcherManager(opened.writer(), true, false, scoringBy(similarity)),
              Executors.newScheduledThreadPool(
                  UPKEEP_THREADS,
                  Thread.ofPlatform().name("retrieval-upkeep-", 0).daemon().factory()));
      long interval = config.commitInterval().toMillis();
      ScheduledFuture<?> _ =
          index.upkeep.scheduleWithFixedDelay(
              index::commit, interval, interval, TimeUnit.MILLISECONDS);
      return index;
    } catch (IOException failure) {
      throw new UncheckedIOException("the index in " + folder + " cannot be searched", failure);
    }
  }

  private static IndexWriterConfig settings(
      LuceneConfig config, Analyzer analyzers, Similarity similarity) {
    KnnVectorsFormat vectors = new WideVectors(config.hnswLinks(), config.hnswBeam());
    return new IndexWriterConfig(analyzers)
        .setSimilarity(similarity)
        .setRAMBufferSizeMB(config.writeBuffer())
        .setCodec(
            new Lucene104Codec() {
              @Override
              public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
              }
            });
  }

  private static SearcherFactory scoringBy(Similarity similarity) {
    return new SearcherFactory() {
      @Override
      public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(similarity);
        return searcher;
      }
    };
  }

  /** Never throws: a schedule ends at the first exception. */
  private void commit() {
    try {
      if (writer.isOpen() && writer.hasUncommittedChanges()) {
        writer.commit();
      }
    } catch (IOException | RuntimeException failure) {
      LOG.atError().setCause(failure).log("index not committed");
    }
  }

  /** Commits first. */
  @Override
  public void close() throws IOException {
    upkeep.shutdown();
    try (directory;
        analyzers;
        writer;
        searchers) {
      commit();
    }
  }
}
