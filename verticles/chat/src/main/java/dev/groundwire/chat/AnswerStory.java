package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.Source;
import dev.groundwire.bus.llm.CancelGeneration;
import dev.groundwire.bus.llm.Evidence;
import dev.groundwire.bus.llm.GenerationStarted;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.bus.llm.ReadTokens;
import dev.groundwire.bus.llm.StartGeneration;
import dev.groundwire.bus.llm.TokenBatch;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.PassagesFound;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.platform.bus.Bus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a question becomes a cited text: search, then have a model write from what was found. */
final class AnswerStory {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerStory.class);
  private static final int WAIT_MILLIS = 1_000;
  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(5);

  private final ChatConfig config;
  private final Bus bus;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final Prompt prompt;

  AnswerStory(ChatConfig config, Bus bus, Clock clock, Supplier<UUID> ids, Prompt prompt) {
    this.config = config;
    this.bus = bus;
    this.clock = clock;
    this.ids = ids;
    this.prompt = prompt;
  }

  /**
   * Writes the whole text.
   *
   * @throws InterruptedAnswer when somebody cancelled it
   * @throws BusFailure when searching or writing failed
   */
  Outcome write(LiveAnswer answer) {
    Question question = answer.question();
    long latest = clock.millis() + config.answerTimeout().toMillis();
    answer.retrieving();
    String query = SearchQuery.of(question.text(), question.previous());
    PassagesFound found =
        answer.await(
            bus.request(
                RetrievalBus.FIND_PASSAGES,
                new FindPassages(
                    question.tenant(),
                    query,
                    config.passages(),
                    SearchMode.HYBRID,
                    question.filter(),
                    false),
                config.searchTimeout()));
    List<Source> sources = sources(found.passages());
    answer.found(sources);
    if (sources.isEmpty()) {
      answer.write(Prompt.NOT_KNOWN);
      return new Outcome(Outcome.STOP, new TokenUsage(0, 0));
    }
    return generate(answer, query, latest);
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

  private Outcome generate(LiveAnswer answer, String query, long latest) {
    UUID id = ids.get();
    Question question = answer.question();
    List<Evidence> evidence =
        answer.sources().stream()
            .map(s -> new Evidence(s.n(), s.documentName(), s.text(), Math.clamp(s.score(), 0, 1)))
            .toList();
    StartGeneration request =
        new StartGeneration(
            id,
            question.model(),
            query,
            evidence,
            prompt.of(question.text(), answer.sources(), question.previous()),
            config.maxTokens());
    boolean isOver = false;
    try {
      GenerationStarted started =
          answer.await(bus.request(LlmBus.START_GENERATION, request, REPLY_TIMEOUT));
      answer.generating(started.model());
      Outcome outcome = read(answer, id, latest);
      isOver = outcome.isNatural();
      return outcome;
    } finally {
      if (!isOver) {
        cancel(id);
      }
    }
  }

  private Outcome read(LiveAnswer answer, UUID id, long latest) {
    Duration timeout = REPLY_TIMEOUT.plusMillis(WAIT_MILLIS);
    while (true) {
      TokenBatch batch =
          answer.await(bus.request(LlmBus.READ_TOKENS, new ReadTokens(id, WAIT_MILLIS), timeout));
      if (!batch.text().isEmpty()) {
        answer.write(batch.text(), batch.quotations());
      }
      if (batch.finishReason().isPresent()) {
        return new Outcome(
            batch.finishReason().get(), batch.usage().orElseGet(() -> Outcome.rough(answer)));
      }
      if (answer.length() > config.maxAnswerCharacters()) {
        return Outcome.tooLong(answer);
      }
      if (clock.millis() > latest) {
        throw new BusFailure(
            FailureCode.TIMEOUT, "The answer took too long; ask again, or ask for less.");
      }
    }
  }

  private void cancel(UUID id) {
    bus.request(LlmBus.CANCEL_GENERATION, new CancelGeneration(id), REPLY_TIMEOUT)
        .onFailure(failure ->
            LOG.atInfo()
                .addKeyValue("generation", id)
                .setCause(failure)
                .log("generation not cancelled; it ends by itself unread"));
  }
}
