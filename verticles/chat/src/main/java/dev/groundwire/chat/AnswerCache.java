package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlClient;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers to questions that were asked before, in the same words, of the same documents. Each is
 * found only while the documents of its workspace are what they were before it was searched for, so
 * none is stale. Confined to the context of the stories.
 */
final class AnswerCache {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerCache.class);
  private static final int LARGEST_BYTES = 65_536;

  /** Of what is kept beside the texts of an answer. */
  private static final int BYTES_AN_ENTRY = 512;

  private final ChatConfig.CacheConfig config;
  private final Database database;
  private final Clock clock;
  private final ChatMeters meters;
  private final DocumentGenerations generations = new DocumentGenerations();
  private final ConversationRepository conversations = new ConversationRepository();
  private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>();
  private long bytes;
  private long deletions;
  private long hits;
  private long misses;

  /**
   * All that an answer depends on.
   *
   * @param asked the SHA-256 of an {@link Asked}: histories may be long
   */
  record Key(
      UUID organizationId,
      UUID workspaceId,
      String asked,
      DocumentGenerations.Generation documents) {}

  /**
   * @param previous the messages before it, which the model sees
   */
  private record Asked(
      String question, Optional<String> model, PassageFilter filter, List<Said> previous) {}

  private record Said(String role, String content) {}

  /**
   * @param key where an answer may be kept; empty when it may not
   */
  record Found(Optional<Key> key, Optional<WrittenAnswer> answer) {
    static final Found NOTHING = new Found(Optional.empty(), Optional.empty());
  }

  private record Kept(
      WrittenAnswer answer, Optional<UUID> conversationId, long untilMillis, long bytes) {}

  AnswerCache(ChatConfig.CacheConfig config, Database database, Clock clock, ChatMeters meters) {
    this.config = config;
    this.database = database;
    this.clock = clock;
    this.meters = meters;
  }

  Found find(Question question) {
    if (!config.enabled()) {
      return Found.NOTHING;
    }
    try {
      return find(key(question));
    } catch (BusFailure outage) {
      LOG.atInfo().addKeyValue("reason", outage.getMessage()).log("answer not looked up");
      return Found.NOTHING;
    }
  }

  private Found find(Key key) {
    Kept known = kept.get(key);
    if (known == null || known.untilMillis() < clock.millis()) {
      drop(key);
      misses++;
      meters.lookedUp(false);
      return new Found(Optional.of(key), Optional.empty());
    }
    kept.putLast(key, known);
    hits++;
    meters.lookedUp(true);
    LOG.atInfo()
        .addKeyValue("hits", hits)
        .addKeyValue("misses", misses)
        .addKeyValue("entries", kept.size())
        .log("question answered as before");
    return new Found(Optional.of(key), Optional.of(known.answer()));
  }

  private Key key(Question question) {
    UUID organization = question.tenant().organizationId();
    UUID workspace = question.tenant().workspaceId();
    Asked asked =
        new Asked(
            normalised(question.text()),
            question.model(),
            question.filter(),
            question.previous().stream()
                .map(message -> new Said(message.role(), message.content()))
                .toList());
    return new Key(
        organization,
        workspace,
        sha256(RecordJson.writeBytes(asked)),
        database.inTenant(organization, tx -> generations.of(tx, workspace)));
  }

  private static String sha256(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every JDK has it
    }
  }

  /** Nothing that could change the meaning, so no upper and lower case. */
  private static String normalised(String question) {
    return Normalizer.normalize(question, Normalizer.Form.NFC).strip().replaceAll("\\s+", " ");
  }

  /**
   * Keeps it, unless the documents have changed or its conversation was deleted while it was
   * written.
   */
  void keep(Key key, Optional<UUID> conversationId, WrittenAnswer answer) {
    long size = BYTES_AN_ENTRY + answer.log().bytes();
    if (size > Math.min(LARGEST_BYTES, config.maxBytes())) {
      return;
    }
    long deletionsBefore = deletions;
    try {
      boolean isStill =
          database.inTenant(key.organizationId(), tx -> isStill(tx, key, conversationId));
      // A deletion that came while the database was asked may not be in its answer.
      if (isStill && deletions == deletionsBefore) {
        drop(key);
        long until = clock.millis() + config.ttl().toMillis();
        kept.putLast(key, new Kept(answer, conversationId, until, size));
        bytes += size;
      }
    } catch (BusFailure outage) {
      LOG.atInfo().addKeyValue("reason", outage.getMessage()).log("answer not kept for others");
    }
    while (kept.size() > config.maxEntries() || bytes > config.maxBytes()) {
      drop(kept.firstEntry().getKey());
    }
  }

  private boolean isStill(SqlClient tx, Key key, Optional<UUID> conversationId) {
    return generations.of(tx, key.workspaceId()).equals(key.documents())
        && conversationId.flatMap(id -> conversations.place(tx, id)).isPresent()
            == conversationId.isPresent();
  }

  /** The conversation was deleted, and with it what was said there. */
  void forgetOf(UUID conversationId) {
    deletions++;
    List<Key> gone =
        kept.entrySet().stream()
            .filter(entry ->
                entry.getValue().conversationId().filter(conversationId::equals).isPresent())
            .map(Map.Entry::getKey)
            .toList();
    gone.forEach(this::drop);
  }

  private void drop(Key key) {
    Kept gone = kept.remove(key);
    if (gone != null) {
      bytes -= gone.bytes();
    }
  }
}
