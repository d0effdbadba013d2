package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.MessageView;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.SettableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnswerCacheTest {
  private static final String ADD =
      """
      INSERT INTO document (id, organization_id, workspace_id, content_id, name, media_type, bytes,
                            sha256, status, created_at, updated_at)
      VALUES ($1, $2, $3, $1, 'a.md', 'text/markdown', 1, $4, $5, now(), now())
      """;
  private static final WrittenAnswer ANSWER =
      new WrittenAnswer(
          AnswerState.GENERATING,
          new AnswerLog(),
          SourceList.NONE,
          List.of(),
          Optional.of("fake-model"),
          1);

  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final SettableClock clock = new SettableClock();
  private AnswerCache cache;
  private Tenant tenant;

  @BeforeEach
  void create() {
    cache = cache(true, 1 << 20);
    tenant = POSTGRES.newTenant();
  }

  private AnswerCache cache(boolean enabled, long maxBytes) {
    return new AnswerCache(
        new ChatConfig.CacheConfig(enabled, 3, maxBytes, Duration.ofHours(1)),
        POSTGRES.database(),
        clock,
        new ChatMeters(meters));
  }

  private Question question(String text, MessageView... previous) {
    return new Question(
        UUID.randomUUID(),
        tenant,
        Optional.empty(),
        text,
        List.of(previous),
        Optional.empty(),
        PassageFilter.NONE,
        false,
        "request-1",
        Instant.EPOCH);
  }

  private boolean isKnown(String text, MessageView... previous) {
    return cache.find(question(text, previous)).answer().isPresent();
  }

  private void keep(String text, MessageView... previous) {
    keep(text, Optional.empty(), ANSWER, previous);
  }

  private void keep(
      String text, Optional<UUID> conversation, WrittenAnswer answer, MessageView... previous) {
    cache.keep(cache.find(question(text, previous)).key().orElseThrow(), conversation, answer);
  }

  private UUID startConversation() {
    UUID id = UUID.randomUUID();
    change(
        "INSERT INTO conversation (id, organization_id, workspace_id, title, created_at, updated_at)"
            + " VALUES ($1, $2, $3, '', now(), now())",
        Tuple.of(id, tenant.organizationId(), tenant.workspaceId()));
    return id;
  }

  private static WrittenAnswer answerOf(int characters) {
    AnswerLog log = new AnswerLog();
    log.write("x".repeat(characters));
    return new WrittenAnswer(
        AnswerState.GENERATING, log.copy(), SourceList.NONE, List.of(), Optional.empty(), 1);
  }

  private UUID addDocument(String status) {
    UUID id = UUID.randomUUID();
    String sha256 = (id.toString() + id).replace("-", "");
    change(ADD, Tuple.of(id, tenant.organizationId(), tenant.workspaceId(), sha256, status));
    return id;
  }

  private void change(String statement, Tuple values) {
    int changed =
        POSTGRES
            .database()
            .inTenant(tenant.organizationId(), tx -> Rows.update(tx, statement, values));
    assertThat(changed).isOne();
  }

  @Test
  void knowsAQuestionInTheSameWords() {
    assertThat(isKnown("What do cats do?")).isFalse();
    keep("What do cats do?");
    assertThat(isKnown("  What do\n cats do? ")).isTrue();
    assertThat(isKnown("What do CATS do?")).isFalse();
  }

  @Test
  void countsHitsAndMisses() {
    keep("What do cats do?");
    isKnown("What do cats do?");
    isKnown("What do dogs do?");
    assertThat(lookups("hit")).isOne();
    assertThat(lookups("miss")).isEqualTo(2);
  }

  private double lookups(String result) {
    return meters.get("answer.cache.requests").tag("result", result).counter().count();
  }

  @Test
  void knowsNothingWhenItIsOff() {
    cache = cache(false, 1 << 20);
    assertThat(cache.find(question("What do cats do?"))).isEqualTo(AnswerCache.Found.NOTHING);
  }

  @Test
  void forgetsWhenADocumentIsReadyOrChangedOrGone() {
    UUID document = addDocument("embedding");
    List<String> changes =
        List.of(
            "UPDATE document SET status = 'ready' WHERE id = $1",
            "UPDATE document SET version = 2 WHERE id = $1",
            "UPDATE document SET updated_at = updated_at + interval '1 ms' WHERE id = $1",
            "DELETE FROM document WHERE id = $1");
    for (String change : changes) {
      keep("What do cats do?");
      assertThat(isKnown("What do cats do?")).isTrue();
      change(change, Tuple.of(document));
      assertThat(isKnown("What do cats do?")).as(change).isFalse();
    }
  }

  @Test
  void tellsOneDocumentFromAnother() {
    UUID first = addDocument("ready");
    keep("What do cats do?");
    change("DELETE FROM document WHERE id = $1", Tuple.of(first));
    addDocument("ready");
    assertThat(isKnown("What do cats do?")).isFalse();
  }

  @Test
  void keepsNoAnswerThatAChangeOvertook() {
    AnswerCache.Key key = cache.find(question("What do cats do?")).key().orElseThrow();
    addDocument("ready");
    cache.keep(key, Optional.empty(), ANSWER);
    assertThat(isKnown("What do cats do?")).isFalse();
  }

  @Test
  void tellsNothingToOtherWorkspaces() {
    keep("What do cats do?");
    tenant = POSTGRES.newTenant();
    assertThat(isKnown("What do cats do?")).isFalse();
  }

  @Test
  void dependsOnWhatWasSaidBefore() {
    MessageView before = MessageView.question(UUID.randomUUID(), "Of lions.", Instant.EPOCH);
    keep("What do they do?", before);
    assertThat(isKnown("What do they do?")).isFalse();
    assertThat(isKnown("What do they do?", before)).isTrue();
  }

  @Test
  void forgetsTheLeastRecentlyUsed() {
    List.of("one", "two", "three").forEach(this::keep);
    assertThat(isKnown("one")).isTrue();
    keep("four");
    assertThat(isKnown("two")).isFalse();
    assertThat(List.of(isKnown("one"), isKnown("three"), isKnown("four"))).containsOnly(true);
  }

  @Test
  void forgetsInTime() {
    keep("What do cats do?");
    clock.advance(Duration.ofHours(1));
    assertThat(isKnown("What do cats do?")).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(isKnown("What do cats do?")).isFalse();
  }

  @Test
  void forgetsWhatTakesTooManyBytes() {
    cache = cache(true, 10_000);
    keep("one", Optional.empty(), answerOf(2_000));
    keep("two", Optional.empty(), answerOf(2_000));
    assertThat(List.of(isKnown("one"), isKnown("two"))).containsOnly(true);
    keep("two", Optional.empty(), answerOf(2_000));
    assertThat(isKnown("one")).as("the same one again takes no more").isTrue();
    keep("three", Optional.empty(), answerOf(1_000));
    assertThat(List.of(isKnown("two"), isKnown("one"), isKnown("three")))
        .as("of the least recently used ones as many as it needs")
        .containsExactly(false, true, true);
    keep("four", Optional.empty(), answerOf(6_000));
    assertThat(isKnown("four")).as("larger than all of it").isFalse();
  }

  @Test
  void forgetsWhatWasSaidInADeletedConversation() {
    UUID deleted = startConversation();
    UUID other = startConversation();
    keep("one", Optional.of(deleted), ANSWER);
    keep("two", Optional.of(other), ANSWER);
    keep("three");
    cache.forgetOf(deleted);
    assertThat(List.of(isKnown("one"), isKnown("two"), isKnown("three")))
        .containsExactly(false, true, true);
  }

  @Test
  void keepsNothingOfAConversationThatIsGoneAlready() {
    keep("one", Optional.of(UUID.randomUUID()), ANSWER);
    assertThat(isKnown("one")).isFalse();
  }
}
