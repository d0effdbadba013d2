package dev.groundwire.loadtests;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;

/**
 * The product's index, read beside it by the least that finds the same: embed the question, search
 * the vectors, search the words. No HTTP, no bus, no tenants, no fusion, and no reading of what was
 * found from the database.
 */
final class BareIndex implements AutoCloseable {
  private static final String WORDS = "text_en";
  private static final String VECTORS = "vector_384";

  private final BareModel model;
  private final int candidates;
  private final FSDirectory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final Analyzer analyzer = new EnglishAnalyzer();

  private BareIndex(
      BareModel model, int candidates, FSDirectory directory, DirectoryReader reader) {
    this.model = model;
    this.candidates = candidates;
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
  }

  /** What was committed last, which another process may have open as well. */
  static BareIndex open(Path folder, BareModel model, int candidates) throws IOException {
    FSDirectory directory = FSDirectory.open(folder);
    return new BareIndex(model, candidates, directory, DirectoryReader.open(directory));
  }

  /** Chunks in the last commit; 0 before there is one. */
  static int chunks(Path folder) {
    try (FSDirectory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      return reader.numDocs();
    } catch (IOException notYet) {
      return 0;
    }
  }

  int segments() {
    return reader.leaves().size();
  }

  /** Hits of both legs together. */
  int search(String question) throws IOException, OrtException {
    float[] vector = model.query(question);
    TopDocs dense =
        searcher.search(new KnnFloatVectorQuery(VECTORS, vector, candidates), candidates);
    TopDocs lexical = searcher.search(anyWord(question), candidates);
    if (dense.scoreDocs.length == 0 || lexical.scoreDocs.length == 0) {
      throw new IllegalStateException(
          "A leg found nothing: the index has other fields than " + VECTORS + " and " + WORDS);
    }
    return dense.scoreDocs.length + lexical.scoreDocs.length;
  }

  private BooleanQuery anyWord(String question) throws IOException {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    try (TokenStream tokens = analyzer.tokenStream(WORDS, new StringReader(question))) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        any.add(new TermQuery(new Term(WORDS, term.toString())), Occur.SHOULD);
      }
      tokens.end();
    }
    return any.build();
  }

  @Override
  public void close() throws IOException {
    analyzer.close();
    reader.close();
    directory.close();
  }
}
