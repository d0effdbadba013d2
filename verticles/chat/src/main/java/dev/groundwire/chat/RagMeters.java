package dev.groundwire.chat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** How well answers rest on documents, as far as a text shows it. From any thread. */
final class RagMeters {
  private final Counter found;
  private final Counter empty;
  private final DistributionSummary coverage;
  private final Counter unsupported;

  RagMeters(MeterRegistry registry) {
    this.found = questions("found", registry);
    this.empty = questions("empty", registry);
    this.coverage =
        DistributionSummary.builder("rag.citation.coverage")
            .description("Share of an answer's sentences that a citation follows")
            .serviceLevelObjectives(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)
            .register(registry);
    this.unsupported =
        Counter.builder("rag.unsupported.answers")
            .description("Answers that had sources and cite none")
            .register(registry);
  }

  private static Counter questions(String retrieval, MeterRegistry registry) {
    return Counter.builder("rag.questions")
        .description("Questions searched for")
        .tag("retrieval", retrieval)
        .register(registry);
  }

  void searched(boolean hasFound) {
    (hasFound ? found : empty).increment();
  }

  /** A text that was written to its end. One that says that it does not know claims nothing. */
  void judge(WrittenAnswer answer) {
    String text = answer.log().text();
    if (answer.sources().size() == 0 || saysNotKnown(text)) {
      return;
    }
    coverage.record(CitedShare.of(text, answer.citations()));
    if (answer.citations().isEmpty()) {
      unsupported.increment();
    }
  }

  private static boolean saysNotKnown(String text) {
    String known = Prompt.NOT_KNOWN.substring(0, Prompt.NOT_KNOWN.length() - 1);
    return text.strip().toLowerCase(Locale.ROOT).startsWith(known.toLowerCase(Locale.ROOT));
  }
}
