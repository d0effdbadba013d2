package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Each record is a table row; what cannot be read as records is kept as lines. */
final class CsvReader implements FormatReader {
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final int LINES_TO_JUDGE_BY = 20;

  @Override
  public void read(Original original, DocumentText into) throws IOException {
    rows(TextDecoder.decode(original.textBytes(into.limits())), into);
  }

  static void rows(String text, DocumentText into) throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(delimiterOf(text))
            .setLenientEof(true)
            .setTrailingData(true)
            .setIgnoreEmptyLines(true)
            .get();
    long read = 0;
    try (CSVParser parser = CSVParser.parse(text, format)) {
      for (CSVRecord row : parser) {
        into.tableRow(row.toList());
        read = parser.getCurrentLineNumber();
      }
    } catch (UncheckedIOException | IllegalStateException notCsv) {
      into.note("From line " + (read + 1) + " on it is not valid CSV and was read as lines.");
      text.lines().skip(read).forEach(into::listItem);
    }
  }

  /** The one that occurs on most of the first lines, most often. */
  private static char delimiterOf(String text) {
    char best = DELIMITERS[0];
    long bestScore = 0;
    for (char delimiter : DELIMITERS) {
      long score =
          text.lines()
              .limit(LINES_TO_JUDGE_BY)
              .mapToLong(line -> count(line, delimiter))
              .filter(n -> n > 0)
              .map(n -> 1000 + Math.min(n, 100))
              .sum();
      if (score > bestScore) {
        best = delimiter;
        bestScore = score;
      }
    }
    return best;
  }

  private static long count(String line, char wanted) {
    long found = 0;
    boolean quoted = false;
    for (int i = 0; i < Math.min(line.length(), 10_000); i++) {
      char c = line.charAt(i);
      quoted ^= c == '"';
      found += c == wanted && !quoted ? 1 : 0;
    }
    return found;
  }
}
