package dev.groundwire.chat;

import dev.groundwire.bus.chat.MessageView;
import dev.groundwire.bus.retrieval.FindPassages;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is searched for a question. One that cannot stand alone (at most three words, or at most
 * twelve with a word that points back) is searched together with the question before it.
 */
final class SearchQuery {
  private static final int TOO_SHORT_ALONE = 3;
  private static final int SHORT = 12;
  private static final Set<String> POINTS_BACK =
      Set.of(
          "it", "its", "they", "them", "their", "this", "that", "these", "those", "he", "she",
          "his", "her", "him", "there", "then", "one", "ones", "same", "else");

  private SearchQuery() {}

  static String of(String question, List<MessageView> previous) {
    return previous.stream()
        .filter(message -> message.role().equals("user"))
        .reduce((earlier, later) -> later)
        .filter(before -> needsContext(question))
        .map(before -> bounded(before.content() + "\n" + question))
        .orElse(question);
  }

  private static boolean needsContext(String question) {
    List<String> words =
        Arrays.stream(question.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1))
            .filter(word -> !word.isEmpty())
            .toList();
    return words.size() <= TOO_SHORT_ALONE
        || (words.size() <= SHORT && words.stream().anyMatch(POINTS_BACK::contains));
  }

  /** The end is kept: it is the question itself. */
  private static String bounded(String query) {
    return Cut.end(query, FindPassages.MAX_QUERY);
  }
}
