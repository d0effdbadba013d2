package dev.groundwire.loadtests;

import dev.groundwire.retrieval.RetrievalConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The product's tables, asked by the least that finds the same: three statements in one session
 * that is always open. No bus, no counting of words, no fusion; what a question's words weigh is
 * known before.
 */
final class BareSql implements AutoCloseable {
  private static final String GRAPH =
      """
      SELECT chunk_id, analyzer, -(vector <#> ?::vector) AS score FROM (
        SELECT p.chunk_id, p.analyzer, p.vector FROM passage p
        WHERE p.space = 1 AND p.workspace_id = ?
        ORDER BY p.vector::halfvec(384) <#> ?::vector::halfvec(384) LIMIT ?) nearest
      ORDER BY score DESC
      """;
  private static final String SCORE =
      "sum(w.weight * o.times / (o.times + 0.3::float8 + w.length_share * o.words))";
  private static final String WORDS =
      "unnest(?::bigint[], ?::float8[], ?::float8[]) w (term, weight, length_share)";
  private static final String BEST =
      """
      WITH found AS MATERIALIZED (SELECT o.passage, %1$s AS score
        FROM %2$s JOIN posting o ON o.term = w.term
        GROUP BY o.passage ORDER BY score DESC LIMIT ?),
      heavy AS (SELECT f.passage, f.score + coalesce((SELECT %1$s
        FROM %2$s JOIN posting o ON o.term = w.term AND o.passage = f.passage), 0) AS score
        FROM found f ORDER BY 2 DESC LIMIT ?)
      SELECT p.chunk_id, p.analyzer, h.score FROM heavy h JOIN passage p ON p.number = h.passage
      ORDER BY h.score DESC
      """
          .formatted(SCORE, WORDS);
  private static final String READ =
      """
      SELECT c.id, c.document_id, d.name, c.page, c.start_offset, c.end_offset, c.section, c.text
      FROM chunk c JOIN document d ON d.id = c.document_id AND d.version = c.version
      WHERE c.id = ANY(?)
      """;

  /** As BM25 weighs them: those that find, and those that only weigh what was found. */
  record Words(List<Word> finding, List<Word> weighing) {}

  private record Word(long term, int passages, double weight, double lengthShare) {}

  private final Connection connection;
  private final RetrievalConfig config;
  private final UUID workspace;
  private final Random random = new Random(5);
  private final List<float[]> vectors = new ArrayList<>();
  private final Analyzer analyzer = new EnglishAnalyzer();
  private int passages;
  private double averageWords;

  private BareSql(Connection connection, RetrievalConfig config, UUID workspace) {
    this.connection = connection;
    this.config = config;
    this.workspace = workspace;
  }

  static BareSql open(VectorLibrary library, RetrievalConfig config) throws SQLException {
    Connection connection = library.connect();
    BareSql bare = new BareSql(connection, config, library.tenant().workspaceId());
    try (Statement statement = connection.createStatement()) {
      for (String setting :
          List.of(
              "groundwire.organization_id = '" + library.tenant().organizationId() + "'",
              "hnsw.ef_search = " + config.candidates(),
              "hnsw.iterative_scan = relaxed_order",
              "max_parallel_workers_per_gather = 0",
              "enable_memoize = off",
              "jit = off")) {
        statement.execute("SET " + setting);
      }
      try (ResultSet all = statement.executeQuery("SELECT count(*), avg(words) FROM passage")) {
        all.next();
        bare.passages = all.getInt(1);
        bare.averageWords = all.getDouble(2);
      }
      try (ResultSet some = statement.executeQuery("SELECT embedding FROM chunk LIMIT 2000")) {
        while (some.next()) {
          bare.vectors.add(floats(some.getBytes(1)));
        }
      }
    }
    return bare;
  }

  private static float[] floats(byte[] bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  /** Near one that is stored, as a question's is. */
  float[] someVector() {
    float[] vector = vectors.get(random.nextInt(vectors.size())).clone();
    double square = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] += (float) (0.4 / Math.sqrt(vector.length) * random.nextGaussian());
      square += vector[i] * vector[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
    return vector;
  }

  Words words(String question) throws IOException, SQLException {
    List<Word> known = new ArrayList<>();
    for (String word : split(question)) {
      long term = term(word);
      int count = count(term);
      if (count > 0) {
        double rarity = Math.log1p((passages - count + 0.5) / (count + 0.5));
        known.add(new Word(term, count, rarity, 1.2 * 0.75 / averageWords));
      }
    }
    known.sort(Comparator.comparingInt(Word::passages));
    int finding = 0;
    long postings = 0;
    for (Word word : known) {
      if (postings >= config.candidates()
          && postings + word.passages() > config.pgvector().postings()) {
        break;
      }
      postings += word.passages();
      finding++;
    }
    return new Words(known.subList(0, finding), known.subList(finding, known.size()));
  }

  private Set<String> split(String question) throws IOException {
    Set<String> words = new LinkedHashSet<>();
    try (TokenStream tokens = analyzer.tokenStream("text", question)) {
      CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        words.add(word.toString());
      }
      tokens.end();
    }
    return words;
  }

  /** As the product numbers it. */
  private long term(String word) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          ByteBuffer.allocate(16)
              .putLong(workspace.getMostSignificantBits())
              .putLong(workspace.getLeastSignificantBits())
              .array());
      digest.update("en\0".getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest.digest(word.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private int count(long term) throws SQLException {
    try (PreparedStatement count =
        connection.prepareStatement("SELECT count(*) FROM posting WHERE term = ?")) {
      count.setLong(1, term);
      try (ResultSet rows = count.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /** Both legs, and the texts of as many of their hits as the product reads. */
  int search(float[] vector, Words words, int hits) throws SQLException {
    List<UUID> dense = near(vector);
    List<UUID> lexical = best(words);
    Set<UUID> read = new LinkedHashSet<>(dense.subList(0, Math.min(hits, dense.size())));
    read.addAll(lexical.subList(0, Math.min(8, lexical.size())));
    try (PreparedStatement passages = connection.prepareStatement(READ)) {
      passages.setArray(1, connection.createArrayOf("uuid", read.toArray()));
      try (ResultSet rows = passages.executeQuery()) {
        int found = 0;
        while (rows.next()) {
          found += rows.getString("text").isEmpty() ? 0 : 1;
        }
        return found;
      }
    }
  }

  private List<UUID> near(float[] vector) throws SQLException {
    String text = Arrays.toString(vector);
    try (PreparedStatement near = connection.prepareStatement(GRAPH)) {
      near.setString(1, text);
      near.setObject(2, workspace);
      near.setString(3, text);
      near.setInt(4, config.candidates());
      return ids(near);
    }
  }

  private List<UUID> best(Words words) throws SQLException {
    try (PreparedStatement best = connection.prepareStatement(BEST)) {
      set(best, 1, words.finding());
      best.setInt(
          4, words.weighing().isEmpty() ? config.candidates() : config.pgvector().weighed());
      set(best, 5, words.weighing());
      best.setInt(8, config.candidates());
      return ids(best);
    }
  }

  private void set(PreparedStatement statement, int from, List<Word> words) throws SQLException {
    Array terms =
        connection.createArrayOf("int8", words.stream().map(Word::term).toArray(Long[]::new));
    statement.setArray(from, terms);
    statement.setArray(
        from + 1,
        connection.createArrayOf(
            "float8", words.stream().map(Word::weight).toArray(Double[]::new)));
    statement.setArray(
        from + 2,
        connection.createArrayOf(
            "float8", words.stream().map(Word::lengthShare).toArray(Double[]::new)));
  }

  /** One by one over all, without the graph. */
  List<UUID> nearest(float[] vector, int hits) throws SQLException {
    try (PreparedStatement exact =
        connection.prepareStatement(
            "SELECT chunk_id FROM passage WHERE space = 1 ORDER BY vector <#> ?::vector LIMIT ?")) {
      exact.setString(1, Arrays.toString(vector));
      exact.setInt(2, hits);
      return ids(exact);
    }
  }

  private static List<UUID> ids(PreparedStatement statement) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  @Override
  public void close() throws SQLException {
    analyzer.close();
    connection.close();
  }
}
