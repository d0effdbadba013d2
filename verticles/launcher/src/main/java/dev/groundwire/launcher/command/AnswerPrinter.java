package dev.groundwire.launcher.command;

import dev.groundwire.bus.chat.Source;
import dev.groundwire.launcher.client.GroundwireClient;
import java.util.List;
import java.util.UUID;

/** Prints an answer as it comes: its text to {@code out}, its sources beside it. */
final class AnswerPrinter {
  private static final int EXCERPT = 160;

  private final GroundwireClient client;
  private final Terminal terminal;

  AnswerPrinter(GroundwireClient client, Terminal terminal) {
    this.client = client;
    this.terminal = terminal;
  }

  /** The text to {@code out}, as it is written. */
  void printText(String workspace, String question, List<UUID> documentIds)
      throws InterruptedException {
    StreamedAnswer answer =
        new StreamedAnswer(
            client,
            text -> {
              terminal.out().print(text);
              terminal.out().flush();
            },
            state -> {});
    answer.read(workspace, question, documentIds);
    terminal.out().println();
    terminal.out().flush();
    printSources(answer);
  }

  /** The whole answer as JSON to {@code out}. */
  void printJson(String workspace, String question, List<UUID> documentIds)
      throws InterruptedException {
    StreamedAnswer answer = new StreamedAnswer(client, text -> {}, state -> {});
    answer.read(workspace, question, documentIds);
    terminal.out().println(client.answer(answer.id()));
  }

  private void printSources(StreamedAnswer answer) {
    List<Source> cited = answer.citedSources();
    terminal.note("");
    if (cited.isEmpty()) {
      terminal.note("No passage of the documents was cited.");
    } else {
      terminal.note("Sources");
      cited.forEach(source -> terminal.note(line(source)));
    }
    if (!answer.model().isEmpty()) {
      terminal.note("Answered by " + answer.model());
    }
  }

  static String line(Source source) {
    String place =
        source.page().map(page -> ", page " + page).orElse("")
            + ", characters "
            + source.start()
            + "-"
            + source.end();
    String text = source.text().strip().replaceAll("\\s+", " ");
    String excerpt = text.length() <= EXCERPT ? text : text.substring(0, EXCERPT).strip() + " ...";
    return "  [" + source.n() + "] " + source.documentName() + place + "\n      " + excerpt;
  }
}
