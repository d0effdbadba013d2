package dev.groundwire.launcher.eval;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.launcher.command.UserFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * The files of a collection: {@code corpus.jsonl}, {@code queries.jsonl} (each also as {@code .gz})
 * and {@code qrels/SPLIT.tsv}.
 *
 * @param queries id to text, only those that are judged
 * @param judgements query to document to grade
 */
public record BeirCollection(
    Path directory, Map<String, String> queries, Map<String, Map<String, Integer>> judgements) {

  /**
   * @param limit judged queries at most
   */
  public static BeirCollection open(Path directory, String split, int limit) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UserFailure(directory + " is no directory; name one in BEIR's layout");
    }
    file(directory, "corpus.jsonl");
    Map<String, Map<String, Integer>> judgements =
        judgements(file(directory, "qrels/" + split + ".tsv"), limit);
    Map<String, String> queries = new LinkedHashMap<>();
    lines(
        file(directory, "queries.jsonl"),
        line -> {
          if (judgements.containsKey(line.id())) {
            queries.put(line.id(), line.text());
          }
        });
    return new BeirCollection(directory, queries, judgements);
  }

  /** Reads the documents one by one. */
  public void documents(Consumer<CollectionDocument> reader) throws IOException {
    lines(file(directory, "corpus.jsonl"), reader);
  }

  private static Map<String, Map<String, Integer>> judgements(Path file, int limit)
      throws IOException {
    Map<String, Map<String, Integer>> judgements = new LinkedHashMap<>();
    try (BufferedReader reader = reader(file)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String[] columns = line.strip().split("\t", -1);
        boolean header = number == 1 && !columns[columns.length - 1].matches("-?\\d+");
        if (header || line.isBlank()) {
          continue;
        }
        if (columns.length != 3 || !columns[2].matches("-?\\d{1,6}")) {
          throw new UserFailure(
              file + " line " + number + " is not query-id, corpus-id, score between tabs");
        }
        if (judgements.containsKey(columns[0]) || judgements.size() < limit) {
          judgements
              .computeIfAbsent(columns[0], query -> new LinkedHashMap<>())
              .put(columns[1], Integer.parseInt(columns[2]));
        }
      }
    }
    if (judgements.isEmpty()) {
      throw new UserFailure(file + " holds no judgement; name another --split");
    }
    return judgements;
  }

  private static void lines(Path file, Consumer<CollectionDocument> consumer) throws IOException {
    try (BufferedReader reader = reader(file)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          consumer.accept(read(file, number, line));
        }
      }
    }
  }

  private static CollectionDocument read(Path file, int number, String line) {
    try {
      Line read = RecordJson.read(line, Line.class);
      return new CollectionDocument(
          read.id().orElseThrow(() -> new UserFailure(file + " line " + number + " has no _id")),
          read.title().orElse(""),
          read.text().orElse(""));
    } catch (BusFailure unreadable) {
      throw new UserFailure(
          file + " line " + number + " is no JSON object with _id and text; repair or remove it");
    }
  }

  private static Path file(Path directory, String name) {
    return Optional.of(directory.resolve(name))
        .filter(Files::isRegularFile)
        .or(() -> Optional.of(directory.resolve(name + ".gz")).filter(Files::isRegularFile))
        .orElseThrow(() ->
            new UserFailure(
                directory.resolve(name)
                    + " is missing; a collection has corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv"));
  }

  private static BufferedReader reader(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException notCompressed) {
      raw.close();
      throw notCompressed;
    }
  }

  private record Line(
      @JsonProperty("_id") Optional<String> id, Optional<String> title, Optional<String> text) {}
}
