package dev.groundwire.chat;

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
 * @param storePatience how long storing an ended answer is tried
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
    requireWithin("requests_at_once", requestsAtOnce, 1, 10_000);
    requireWithin("watchers_at_once", watchersAtOnce, 1, 100_000);
    requireWithin("answers_at_once", answersAtOnce, 1, 10_000);
    requireWithin("live_answers", liveAnswers, answersAtOnce, 100_000);
    requireWithin("max_answer_characters", maxAnswerCharacters, 1_000, 400_000);
    requireWithin("passages", passages, 1, 50);
    requireWithin("previous_messages", previousMessages, 0, 50);
    requireWithin("max_tokens", maxTokens, 1, 1_000_000);
    requirePositive("search_timeout", searchTimeout);
    requirePositive("answer_timeout", answerTimeout);
    requirePositive("unwatched_grace", unwatchedGrace);
    requirePositive("kept_after_end", keptAfterEnd);
    requirePositive("store_patience", storePatience);
    requirePositive("drain_timeout", drainTimeout);
  }

  private static void requireWithin(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "chat." + key + " is not within " + least + ".." + most + ": " + value);
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("chat." + key + " is not longer than nothing: " + value);
    }
  }
}
