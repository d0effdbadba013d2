package dev.groundwire.launcher.eval;

import dev.groundwire.bus.RecordJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What an evaluation found.
 *
 * @param collection directory of the collection
 * @param documents entries that could be found
 * @param empty entries without text, left out
 * @param failed entries that were not loaded, with the reason
 * @param figures for each search mode
 */
public record Report(
    String collection,
    String split,
    int documents,
    List<String> empty,
    Map<String, String> failed,
    int queries,
    Map<String, Figures> figures) {

  /** For programs. */
  public String json() {
    return RecordJson.write(this);
  }

  /** For people. */
  public String table() {
    StringJoiner table = new StringJoiner(System.lineSeparator());
    table.add(
        String.format(
            Locale.ROOT,
            "%s, split %s: %d documents, %d judged queries",
            collection,
            split,
            documents,
            queries));
    table.add("search      nDCG@10  Recall@10  Recall@100");
    figures.forEach((mode, found) ->
        table.add(
            String.format(
                Locale.ROOT,
                "%-10s %8.4f %10.4f %11.4f",
                mode,
                found.ndcgAt10(),
                found.recallAt10(),
                found.recallAt100())));
    return table.toString();
  }
}
