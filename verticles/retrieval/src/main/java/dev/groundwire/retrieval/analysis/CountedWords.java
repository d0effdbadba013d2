package dev.groundwire.retrieval.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * Words of a text as one analyzer sees them.
 *
 * @param times how often each is there, in the order in which they come
 * @param total words, without those that an analyzer adds at the same place
 */
public record CountedWords(Map<String, Integer> times, int total) {
  /** Safe for use by several threads at once. */
  public static CountedWords of(Analyzer analyzers, String analyzer, List<String> texts) {
    Map<String, Integer> times = new LinkedHashMap<>();
    int total = 0;
    for (String text : texts) {
      try (TokenStream tokens = analyzers.tokenStream(LanguageAnalyzers.fieldOf(analyzer), text)) {
        CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
        PositionIncrementAttribute step = tokens.addAttribute(PositionIncrementAttribute.class);
        tokens.reset();
        while (tokens.incrementToken()) {
          times.merge(word.toString(), 1, Integer::sum);
          total += step.getPositionIncrement() > 0 ? 1 : 0;
        }
        tokens.end();
      } catch (IOException impossible) {
        throw new UncheckedIOException("a text in memory is not readable", impossible);
      }
    }
    return new CountedWords(times, total);
  }
}
