package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.chat.Source;
import dev.groundwire.bus.llm.Call;
import dev.groundwire.bus.llm.Evidence;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.Priority;
import dev.groundwire.bus.llm.PromptMessage;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.SearchMode;
import io.opentelemetry.api.trace.Span;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a question becomes a cited text: it waits for its turn, searches, then has a model write from
 * what was found. Straight-line on a virtual thread; what it makes is handed over to the loop.
 */
final class AnswerStory {
  private final ChatConfig config;
  private final PatientSearch passages;
  private final Clock clock;
  private final Prompt prompt;
  private final AnswerLoopVerticle.Desk desk;
  private final RagMeters rag;

  AnswerStory(
      ChatConfig config,
      PatientSearch passages,
      Clock clock,
      Prompt prompt,
      AnswerLoopVerticle.Desk desk,
      RagMeters rag) {
    this.config = config;
    this.passages = passages;
    this.clock = clock;
    this.prompt = prompt;
    this.desk = desk;
    this.rag = rag;
  }

  /**
   * Writes the whole text.
   *
   * @throws InterruptedAnswer when somebody cancelled it
   * @throws BusFailure when searching or writing failed
   */
  Outcome write(Question question, LiveAnswer answer, Turn turn) {
    Optional<Generate> request = prepare(question, answer, turn);
    if (request.isEmpty()) {
      desk.loop().run(() -> answer.write(Prompt.NOT_KNOWN, List.of()));
      return Outcome.WITHOUT_MODEL;
    }
    return StorySpan.call("generate", span -> generated(answer, request.get(), span));
  }

  private Outcome generated(LiveAnswer answer, Generate request, Span span) {
    Outcome outcome = answer.story().await(desk.generations().begin(answer, request));
    span.setAttribute("answer.finish_reason", outcome.finishReason());
    outcome
        .usage()
        .ifPresent(usage ->
            span.setAttribute("gen_ai.usage.input_tokens", usage.promptTokens())
                .setAttribute("gen_ai.usage.output_tokens", usage.completionTokens()));
    return outcome;
  }

  /** The answer's turn ends here: how many are generated at once is for the models to say. */
  private Optional<Generate> prepare(Question question, LiveAnswer answer, Turn turn) {
    try {
      answer.story().await(turn.whenBegun());
      Span.current().addEvent("turn");
      desk.loop().run(() -> answer.dueBy(clock.millis() + config.answerTimeout().toMillis()));
      String query = SearchQuery.of(question.text(), question.previous());
      List<Source> sources = search(question, query, answer);
      rag.searched(!sources.isEmpty());
      SourceList found = SourceList.of(sources);
      desk.loop().run(() -> answer.found(found));
      return sources.isEmpty()
          ? Optional.empty()
          : Optional.of(
              StorySpan.call("augment", span -> augmented(question, query, sources, span)));
    } finally {
      desk.loop().run(turn::leave);
    }
  }

  private List<Source> search(Question question, String query, LiveAnswer answer) {
    FindPassages request =
        new FindPassages(
            question.tenant(),
            query,
            config.passages(),
            SearchMode.HYBRID,
            question.filter(),
            false);
    return sources(passages.find(request, answer.story()).passages());
  }

  private static List<Source> sources(List<Passage> passages) {
    List<Source> sources = new ArrayList<>();
    for (Passage passage : passages) {
      sources.add(
          new Source(
              sources.size() + 1,
              passage.documentId(),
              passage.documentName(),
              passage.page(),
              passage.start(),
              passage.end(),
              passage.text(),
              passage.score()));
    }
    return sources;
  }

  private Generate augmented(Question question, String query, List<Source> sources, Span span) {
    List<Evidence> evidence =
        sources.stream()
            .map(s -> new Evidence(s.n(), s.documentName(), s.text(), Math.clamp(s.score(), 0, 1)))
            .toList();
    Call call =
        new Call(
            question.tenant(),
            question.model(),
            question.keepGoing() ? Priority.BACKGROUND : Priority.INTERACTIVE,
            clock.instant().plus(config.queuePatience()));
    List<PromptMessage> messages = prompt.of(question.text(), sources, question.previous());
    span.setAttribute("augment.passages", sources.size());
    span.setAttribute("augment.messages", messages.size());
    span.setAttribute(
        "augment.characters", messages.stream().mapToLong(m -> m.content().length()).sum());
    return new Generate(call, query, evidence, messages, config.maxTokens());
  }
}
