package dev.groundwire.llm.extractive;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.bus.llm.Evidence;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Finds what to say: the sentences of the evidence that support an answer best. */
final class Quoting {
  static final String NOT_KNOWN = "I don't know from these documents.";

  private final Vertx vertx;
  private final Bus bus;
  private final ExtractiveConfig config;
  private final String why;
  private final CandidateSelection candidates;
  private final QuoteSelection quotes;
  private final Anything anything;

  /**
   * @param isAlone true when no language model is configured
   */
  Quoting(Vertx vertx, Bus bus, ExtractiveConfig config, boolean isAlone) {
    this.vertx = vertx;
    this.bus = bus;
    this.config = config;
    this.why = isAlone ? "No language model is configured" : "No language model was asked";
    this.candidates = new CandidateSelection(config.candidates(), config.evidenceCharacters());
    this.quotes = new QuoteSelection(config.sentences(), config.threshold());
    this.anything = new Anything(bus, config.embeddingTimeout());
  }

  /** The answer, sentence by sentence. */
  Future<List<Piece>> answer(String question, List<Evidence> evidence) {
    return aside(() -> candidates.select(question, evidence))
        .compose(chosen -> quoted(question, chosen));
  }

  private List<Piece> pieces(List<Quote> chosen) {
    if (chosen.isEmpty()) {
      return List.of(
          Piece.own(
              NOT_KNOWN
                  + " "
                  + why
                  + "; I only quote sentences that support an answer, and found none."));
    }
    List<Piece> pieces = new ArrayList<>();
    pieces.add(Piece.own(why + ". These sentences of your documents support an answer best:"));
    chosen.forEach(quote -> pieces.add(Piece.quoting(quote.sentence())));
    return pieces;
  }

  /** Off the event loop, which tokens of all other calls pass; completes on it. */
  private <T> Future<T> aside(Callable<T> work) {
    return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
  }

  private Future<List<Piece>> quoted(String question, List<Candidate> chosen) {
    if (chosen.isEmpty()) {
      return Future.succeededFuture(pieces(List.of()));
    }
    List<String> texts =
        chosen.stream().map(candidate -> candidate.sentence().excerpt().inContext()).toList();
    // Both at once: the question is mostly cached, as the search has just asked for it.
    Future<TextsEmbedded> asked = embed(Purpose.QUERY, List.of(question));
    Future<TextsEmbedded> found = embed(Purpose.SENTENCE, texts);
    return asked.compose(questionVectors ->
        found.compose(sentences ->
            anything
                .vectors(sentences.model())
                .compose(any ->
                    aside(() -> {
                      List<Quote> judged = judged(chosen, questionVectors, sentences, any);
                      return pieces(quotes.select(Terms.of(question), judged));
                    }))));
  }

  private static List<Quote> judged(
      List<Candidate> chosen, TextsEmbedded question, TextsEmbedded sentences, List<float[]> any) {
    if (!question.model().equals(sentences.model())) {
      throw new BusFailure(
          FailureCode.UNAVAILABLE, "The embedding model is being changed; ask again shortly.");
    }
    Support support = new Support(question.vectors().getFirst(), any);
    List<Quote> all = new ArrayList<>();
    for (int at = 0; at < chosen.size(); at++) {
      float[] vector = sentences.vectors().get(at);
      all.add(new Quote(chosen.get(at).sentence(), support.of(chosen.get(at), vector), vector));
    }
    return all;
  }

  private Future<TextsEmbedded> embed(Purpose purpose, List<String> texts) {
    return bus.request(
        EmbeddingBus.EMBED_TEXTS, new EmbedTexts(purpose, texts), config.embeddingTimeout());
  }
}
