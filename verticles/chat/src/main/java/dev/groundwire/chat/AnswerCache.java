package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.platform.postgres.Database;
import java.text.Normalizer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
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

  private final ChatConfig.CacheConfig config;
  private final Database database;
  private final Clock clock;
  private final DocumentGenerations generations = new DocumentGenerations();
  private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>();
  private long hits;
  private long misses;

  /**
   * All that an answer depends on.
   *
   * @param previous the messages before it, which the model sees
   */
  record Key(
      UUID organizationId,
      UUID workspaceId,
      String question,
      Optional<String> model,
      PassageFilter filter,
      List<String> previous,
      DocumentGenerations.Generation documents) {
    Key {
      previous = List.copyOf(previous);
    }
  }

  /**
   * @param key where an answer may be kept; empty when it may not
   */
  record Found(Optional<Key> key, Optional<WrittenAnswer> answer) {
    static final Found NOTHING = new Found(Optional.empty(), Optional.empty());
  }

  private record Kept(WrittenAnswer answer, long untilMillis) {}

  AnswerCache(ChatConfig.CacheConfig config, Database database, Clock clock) {
    this.config = config;
    this.database = database;
    this.clock = clock;
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
    Kept known = kept.remove(key);
    if (known == null || known.untilMillis() < clock.millis()) {
      misses++;
      return new Found(Optional.of(key), Optional.empty());
    }
    kept.putLast(key, known);
    hits++;
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
    return new Key(
        organization,
        workspace,
        normalised(question.text()),
        question.model(),
        question.filter(),
        question.previous().stream()
            .map(message -> message.role() + ": " + message.content())
            .toList(),
        database.inTenant(organization, tx -> generations.of(tx, workspace)));
  }

  /** Nothing that could change the meaning, so no upper and lower case. */
  private static String normalised(String question) {
    return Normalizer.normalize(question, Normalizer.Form.NFC).strip().replaceAll("\\s+", " ");
  }

  /** Keeps it, unless the documents have changed while it was written. */
  void keep(Key key, WrittenAnswer answer) {
    long bytes = answer.log().bytes();
    if (bytes > LARGEST_BYTES) {
      return;
    }
    try {
      DocumentGenerations.Generation now =
          database.inTenant(key.organizationId(), tx -> generations.of(tx, key.workspaceId()));
      if (now.equals(key.documents())) {
        kept.putLast(key, new Kept(answer, clock.millis() + config.ttl().toMillis()));
      }
    } catch (BusFailure outage) {
      LOG.atInfo().addKeyValue("reason", outage.getMessage()).log("answer not kept for others");
    }
    while (kept.size() > config.maxEntries()) {
      kept.pollFirstEntry();
    }
  }
}
