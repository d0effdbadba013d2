package dev.groundwire.chat;

/** The name of a conversation, taken from its first question where nobody gave one. */
final class Title {
  static final int LONGEST = 200;

  private static final int LONGEST_TAKEN = 80;

  private Title() {}

  static String from(String question) {
    String line = question.strip().replaceAll("\\s+", " ");
    if (line.length() <= LONGEST_TAKEN) {
      return line;
    }
    String cut = Cut.start(line, LONGEST_TAKEN);
    int space = cut.lastIndexOf(' ');
    return (space > LONGEST_TAKEN / 2 ? cut.substring(0, space) : cut) + "…";
  }
}
