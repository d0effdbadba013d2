package dev.groundwire.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.product.Api;
import dev.groundwire.launcher.product.GeneratedDocument;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A fleet with a provider that takes seconds for an answer, and what must be true in the end. */
final class Scene implements AutoCloseable {
  /** What every answer says, a word each time. */
  static final String ANSWER = String.join("", words());

  static final String QUESTION = "Who lit the lamp of the lighthouse?";

  /** A question that is answered at once. */
  static final String QUICK_QUESTION = QUESTION + " [script: tokens=3,gap=10ms]";

  private static final int WORDS = 40;
  private static final Duration GAP = Duration.ofMillis(100);
  private static final Duration FOUND = Duration.ofSeconds(30);
  private static final GeneratedDocument LAMP =
      new GeneratedDocument(
          "lamp.txt",
          "The lamp of the lighthouse was lit in 1898 by Ada Brandt."
              .getBytes(StandardCharsets.UTF_8),
          "lighthouse");

  private final ScriptedProvider provider;
  private final Fleet fleet;
  private final StoredFacts facts;

  private Scene(ScriptedProvider provider, Fleet fleet, StoredFacts facts) {
    this.provider = provider;
    this.fleet = fleet;
    this.facts = facts;
  }

  /** Three nodes that are not started yet. */
  static Scene of(
      Vertx vertx, PostgresFixture postgres, Path folder, Map<String, String> environment)
      throws IOException, TimeoutException {
    ScriptedProvider provider =
        ScriptedProvider.start(vertx)
            .otherwise(Script.writing(words().toArray(String[]::new)).paced(GAP, GAP));
    Map<String, String> all = new HashMap<>(environment);
    all.put("DATABASE_URL", postgres.url());
    all.put("RETRIEVAL_BACKEND", "pgvector");
    all.put("LLM_BASE_URL", provider.baseUrl());
    all.put("LLM_API_KEY", "none");
    all.put("LLM_MODEL", "scripted");
    return new Scene(provider, Fleet.of(3, folder, all), new StoredFacts(postgres.login()));
  }

  private static List<String> words() {
    return IntStream.range(0, WORDS).mapToObj(number -> "word " + number + ", ").toList();
  }

  Fleet fleet() {
    return fleet;
  }

  StoredFacts facts() {
    return facts;
  }

  /** Starts the nodes, and gives them something to answer from. */
  void begin() throws IOException, InterruptedException {
    fleet.start();
    fleet.member(0).api().ready(LAMP.name(), LAMP.content());
    for (Member member : fleet.members()) {
      Eventually.so(
          "node " + member.number() + " finds what another one has indexed",
          FOUND,
          () -> !found(member, LAMP).isEmpty(),
          fleet::said);
    }
  }

  private static List<String> found(Member member, GeneratedDocument document)
      throws IOException, InterruptedException {
    JsonObject query =
        new JsonObject().put("query", document.marker()).put("mode", "lexical").put("limit", 100);
    return member
        .api()
        .post(Api.WORKSPACE + "/search", query)
        .expect(200)
        .json()
        .getJsonArray("hits")
        .stream()
        .map(hit -> ((JsonObject) hit).getString("chunkId"))
        .toList();
  }

  /**
   * Whatever was taken is ready, is found by every node once, and is what it becomes when nothing
   * happens.
   */
  void assertNeitherLostNorDoubled(Balancer balancer, Map<UUID, GeneratedDocument> accepted)
      throws IOException, InterruptedException, SQLException {
    Load.awaitReady(balancer, accepted, fleet);
    Map<String, String> chunks = facts.chunks();
    Map<String, String> passages = facts.passages();
    assertThat(chunks).hasSizeGreaterThan(accepted.size());
    assertFoundOnce(accepted.values());
    assertThat(facts.dead()).as("facts that nobody has handled").isZero();
    for (UUID id : accepted.keySet()) {
      assertThat(balancer.send(deletion(id)).status()).isEqualTo(204);
    }
    Map<UUID, GeneratedDocument> again = new HashMap<>();
    for (GeneratedDocument document : accepted.values()) {
      again.put(balancer.send(Calls.upload(document)).expect(202).firstDocument(), document);
    }
    Load.awaitReady(balancer, again, fleet);
    Map<String, String> undisturbed = facts.chunks();
    assertThat(chunks.keySet()).isEqualTo(undisturbed.keySet());
    undisturbed.forEach((key, chunk) -> assertThat(chunks.get(key)).as(key).isEqualTo(chunk));
    assertThat(passages).isEqualTo(facts.passages());
  }

  private static Balancer.Request deletion(UUID id) {
    return new Balancer.Request(
        "delete", true, api -> api.request(Api.WORKSPACE + "/documents/" + id).DELETE());
  }

  private void assertFoundOnce(Collection<GeneratedDocument> documents)
      throws IOException, InterruptedException, SQLException {
    Map<String, List<String>> ids = facts.chunkIds();
    for (Member member : fleet.members()) {
      if (member.isReady()) {
        List<String> wrong = new ArrayList<>();
        for (GeneratedDocument document : documents) {
          List<String> found = found(member, document).stream().sorted().toList();
          List<String> stored =
              ids.getOrDefault(sha256(document.content()), List.of()).stream().sorted().toList();
          if (found.isEmpty() || !found.equals(stored)) {
            wrong.add(document.name() + ": found " + found + ", stored " + stored);
          }
        }
        assertThat(wrong).as("what node %d finds", member.number()).isEmpty();
      }
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() throws TimeoutException {
    try (ScriptedProvider closing = provider) {
      fleet.close();
      assertThat(closing.mostAtOnce()).isNotNegative();
    }
  }
}
