package dev.groundwire.chat;

import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How questions are answered.
 *
 * @param requestsAtOnce short requests served together, for each address
 * @param watchersAtOnce log readers that wait together
 * @param answersAtOnce answers written together; further ones wait in a queue
 * @param liveAnswers kept in memory: written, queued, or just ended; more are refused as overloaded
 * @param maxAnswerCharacters after which an answer is ended as too long
 * @param passages searched for one question, and so sources of its answer
 * @param previousMessages of the conversation that the model sees
 * @param maxTokens a model may write for one answer
 * @param searchTimeout until the passages are found
 * @param answerTimeout from the question's turn to the answer's end
 * @param unwatchedGrace an answer nobody watches for so long is cancelled
 * @param keptAfterEnd how long an ended log is read from memory
 * @param storePatience how long storing an ended answer is tried; as often, and no sooner, answers
 *     that nobody writes are looked for
 * @param drainTimeout how long a stop waits for answers being written
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
    Duration answerTimeout,
    Duration unwatchedGrace,
    Duration keptAfterEnd,
    Duration storePatience,
    Duration drainTimeout) {
  public ChatConfig {
    Require.within("chat.requests_at_once", requestsAtOnce, 1, 10_000);
    Require.within("chat.watchers_at_once", watchersAtOnce, 1, 100_000);
    Require.within("chat.answers_at_once", answersAtOnce, 1, 10_000);
    Require.within("chat.live_answers", liveAnswers, answersAtOnce, 100_000);
    Require.within("chat.max_answer_characters", maxAnswerCharacters, 1_000, 400_000);
    Require.within("chat.passages", passages, 1, 50);
    Require.within("chat.previous_messages", previousMessages, 0, 50);
    Require.within("chat.max_tokens", maxTokens, 1, 1_000_000);
    Require.positive("chat.search_timeout", searchTimeout);
    Require.positive("chat.answer_timeout", answerTimeout);
    Require.positive("chat.unwatched_grace", unwatchedGrace);
    Require.positive("chat.kept_after_end", keptAfterEnd);
    Require.positive("chat.store_patience", storePatience);
    Require.positive("chat.drain_timeout", drainTimeout);
  }
}
