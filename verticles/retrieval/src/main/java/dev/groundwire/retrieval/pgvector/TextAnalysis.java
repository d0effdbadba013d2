package dev.groundwire.retrieval.pgvector;

import dev.groundwire.retrieval.analysis.CountedWords;
import dev.groundwire.retrieval.analysis.IndexedText;
import dev.groundwire.retrieval.analysis.LanguageAnalyzers;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.retrieval.work.Workers;
import java.util.List;

/**
 * Takes texts apart on threads of its own: an analyzer keeps much for each thread that has used it,
 * and virtual ones come and go.
 */
final class TextAnalysis implements AutoCloseable {
  private final LanguageAnalyzers analyzers = new LanguageAnalyzers();
  private final Workers searching;
  private final Workers writing;

  TextAnalysis(PgvectorConfig config) {
    this.searching = workers("search", config);
    this.writing = workers("write", config);
  }

  private static Workers workers(String name, PgvectorConfig config) {
    return new Workers(
        name, config.analysisThreadsOrCores(), config.waiting(), config.analysisTimeout());
  }

  CountedWords words(String analyzer, String question) {
    return searching.run(() -> CountedWords.of(analyzers, analyzer, List.of(question)));
  }

  /** Of each chunk. */
  List<CountedWords> words(IndexedDocument document, String analyzer, List<IndexedChunk> chunks) {
    return writing.run(() ->
        chunks.stream()
            .map(chunk -> CountedWords.of(analyzers, analyzer, IndexedText.parts(document, chunk)))
            .toList());
  }

  int searchesWaiting() {
    return searching.waiting();
  }

  int writesWaiting() {
    return writing.waiting();
  }

  /** Blocks until what runs has ended. */
  @Override
  public void close() {
    searching.close();
    writing.close();
    analyzers.close();
  }
}
