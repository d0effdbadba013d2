package dev.groundwire.chat;

import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.Citation;
import java.util.List;
import java.util.Optional;

/** An answer that is being written, as somebody sees it who looks at it once. */
record AnswerSoFar(
    Question question,
    AnswerState state,
    String text,
    SourceList sources,
    List<Citation> citations,
    Optional<String> model) {
  AnswerSoFar {
    citations = List.copyOf(citations);
  }

  /** Reads the sources from their JSON, so not for the loop. */
  AnswerView view() {
    return new AnswerView(
        question.answerId(),
        question.conversationId(),
        state,
        question.text(),
        text,
        sources.all(),
        citations,
        model,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        question.askedAt());
  }
}
