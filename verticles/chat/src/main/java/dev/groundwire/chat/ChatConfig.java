package dev.groundwire.chat;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How questions are answered.
 *
 * @param requestsAtOnce short requests served together, for each address
 * @param watchersAtOnce followers of answer logs
 * @param answersAtOnce questions searched for together; further ones wait for their turn, fair
 *     between workspaces. How many are generated together is for the models to say
 * @param liveAnswers waiting or being written; more are refused as overloaded
 * @param maxAnswerCharacters after which an answer is ended as too long
 * @param passages searched for one question, and so sources of its answer
 * @param previousMessages of the conversation that the model sees
 * @param maxTokens a model may write for one answer
 * @param searchTimeout until the passages are found
 * @param queuePatience how long a question may wait for its model; it is refused at once when that
 *     is not to be expected
 * @param answerTimeout from the question's turn to the answer's end, and before it, until its turn
 * @param unwatchedGrace an answer nobody watches for so long is cancelled
 * @param keptAfterEnd how long an ended log is read from memory
 * @param keptAnswers ended logs in memory; the oldest are dropped for others
 * @param keptBytes that ended logs may take together
 * @param storePatience how long storing an ended answer is tried until its watchers are told that
 *     it failed, and as long again to store that; as often, and no sooner, answers that nobody
 *     writes are looked for
 * @param drainTimeout how long a stop takes at most: three quarters of it for answers to come to
 *     their own end, the rest to end the others with an error and to store that
 */
public record ChatConfig(
    int requestsAtOnce,
    int watchersAtOnce,
    int answersAtOnce,
    int liveAnswers,
    int maxAnswerCharacters,
    int passages,
    int previousMessages,
    int maxTokens,
    Duration searchTimeout,
    Duration queuePatience,
    Duration answerTimeout,
    Duration unwatchedGrace,
    Duration keptAfterEnd,
    int keptAnswers,
    long keptBytes,
    Duration storePatience,
    Duration drainTimeout,
    CacheConfig cache,
    NodesConfig nodes) {
  public ChatConfig {
    Require.within("chat.requests_at_once", requestsAtOnce, 1, 10_000);
    Require.within("chat.watchers_at_once", watchersAtOnce, 1, 100_000);
    Require.within("chat.answers_at_once", answersAtOnce, 1, 10_000);
    Require.within("chat.live_answers", liveAnswers, 1, 100_000);
    Require.within("chat.max_answer_characters", maxAnswerCharacters, 1_000, 400_000);
    Require.within("chat.passages", passages, 1, 50);
    Require.within("chat.previous_messages", previousMessages, 0, 50);
    Require.within("chat.max_tokens", maxTokens, 1, 1_000_000);
    Require.positive("chat.search_timeout", searchTimeout);
    Require.positive("chat.queue_patience", queuePatience);
    Require.positive("chat.answer_timeout", answerTimeout);
    Require.positive("chat.unwatched_grace", unwatchedGrace);
    Require.positive("chat.kept_after_end", keptAfterEnd);
    Require.within("chat.kept_answers", keptAnswers, 0, 1_000_000);
    Require.atLeast("chat.kept_bytes", keptBytes, 0);
    Require.positive("chat.store_patience", storePatience);
    Require.positive("chat.drain_timeout", drainTimeout);
  }

  /**
   * Whether a question asked again in the same words, of the same documents, gets the same answer.
   *
   * @param maxEntries the least recently used ones are dropped for others
   * @param maxBytes that they may take together
   * @param ttl how long an answer may be given again
   */
  public record CacheConfig(boolean enabled, int maxEntries, long maxBytes, Duration ttl) {
    public CacheConfig {
      Require.within("chat.cache.max_entries", maxEntries, 1, 100_000);
      Require.atLeast("chat.cache.max_bytes", maxBytes, 0);
      Require.positive("chat.cache.ttl", ttl);
    }
  }

  /**
   * How nodes that share a database share answers.
   *
   * @param exclusive true when no other node does: what an earlier process has left is ended at the
   *     start
   * @param heartbeat how often a node shows that it lives
   * @param lease how long its answers stay with one that does not; others take them over then
   * @param logFlush between two writes of what was told to Redis, if there is one
   * @param logTtl how long what was told stays there at most
   */
  public record NodesConfig(
      @Env("CHAT_EXCLUSIVE") boolean exclusive,
      Duration heartbeat,
      Duration lease,
      Duration logFlush,
      Duration logTtl) {
    public NodesConfig {
      Require.positive("chat.nodes.heartbeat", heartbeat);
      Require.atLeast("chat.nodes.lease", lease, heartbeat.multipliedBy(3));
      Require.positive("chat.nodes.log_flush", logFlush);
      Require.atLeast("chat.nodes.log_ttl", logTtl, Duration.ofMinutes(1));
    }
  }
}
