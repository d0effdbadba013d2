package dev.groundwire.retrieval.lucene;

import dev.groundwire.retrieval.analysis.LanguageAnalyzers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * A question as words: any of its terms, in the text of every language there is, since the language
 * of a short question cannot be told. A passage has the score of its own language.
 */
final class LexicalQuery {
  private final Analyzer analyzers;

  LexicalQuery(Analyzer analyzers) {
    this.analyzers = analyzers;
  }

  private record Word(TermQuery query, int documents, int count) {}

  Query of(IndexSearcher searcher, String question) throws IOException {
    List<String> fields =
        FieldInfos.getIndexedFields(searcher.getIndexReader()).stream()
            .filter(LanguageAnalyzers::isText)
            .sorted()
            .toList();
    if (fields.isEmpty()) {
      return new MatchNoDocsQuery("nothing is indexed");
    }
    // Lucene refuses more clauses than this; half of them leaves room for the filters.
    int words = Math.max(1, IndexSearcher.getMaxClauseCount() / 2 / fields.size());
    List<Query> languages = new ArrayList<>();
    for (String field : fields) {
      BooleanQuery any = anyWord(searcher, field, question, words);
      if (!any.clauses().isEmpty()) {
        languages.add(any);
      }
    }
    return new DisjunctionMaxQuery(languages, 0);
  }

  private BooleanQuery anyWord(IndexSearcher searcher, String field, String question, int limit)
      throws IOException {
    List<Word> known = new ArrayList<>();
    for (Map.Entry<BytesRef, Integer> counted : terms(field, question).entrySet()) {
      Term term = new Term(field, counted.getKey());
      TermStates states = TermStates.build(searcher, term, true);
      if (states.docFreq() > 0) {
        known.add(new Word(new TermQuery(term, states), states.docFreq(), counted.getValue()));
      }
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    known.stream()
        .sorted(Comparator.comparingInt(Word::documents)) // the rarest say the most
        .limit(limit)
        .forEach(word -> any.add(weighted(word), Occur.SHOULD));
    return any.build();
  }

  /** A word that the question repeats counts as often. */
  private static Query weighted(Word word) {
    return word.count() == 1 ? word.query() : new BoostQuery(word.query(), word.count());
  }

  private Map<BytesRef, Integer> terms(String field, String question) throws IOException {
    Map<BytesRef, Integer> counts = new LinkedHashMap<>();
    try (TokenStream tokens = analyzers.tokenStream(field, question)) {
      TermToBytesRefAttribute term = tokens.addAttribute(TermToBytesRefAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        counts.merge(BytesRef.deepCopyOf(term.getBytesRef()), 1, Integer::sum);
      }
      tokens.end();
    }
    return counts;
  }
}
