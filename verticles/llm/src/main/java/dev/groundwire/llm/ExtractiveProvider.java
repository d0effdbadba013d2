package dev.groundwire.llm;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.bus.llm.StartGeneration;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers without a language model: quotes the sentences of the evidence that support an answer
 * best, each with its mark, and says that it does. Reads no prompt.
 */
final class ExtractiveProvider implements LlmProvider {
  static final String MODEL = "extractive";
  static final String NOT_KNOWN = "I don't know from these documents.";

  private final Bus bus;
  private final ExtractiveConfig config;
  private final String why;
  private final CandidateSelection candidates;
  private final QuoteSelection quotes;
  private final Anything anything;

  /**
   * @param isAlone true when no language model is configured
   */
  ExtractiveProvider(Bus bus, ExtractiveConfig config, boolean isAlone) {
    this.bus = bus;
    this.config = config;
    this.why = isAlone ? "No language model is configured" : "No language model was asked";
    this.candidates = new CandidateSelection(config.candidates(), config.evidenceCharacters());
    this.quotes = new QuoteSelection(config.sentences(), config.threshold());
    this.anything = new Anything(bus, config.embeddingTimeout());
  }

  @Override
  public List<String> models() {
    return List.of(MODEL);
  }

  @Override
  public Completion write(StartGeneration request, String model, TokenSink sink) {
    List<Piece> pieces = pieces(quotes.select(Terms.of(request.question()), supported(request)));
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (sink.isCancelled()) {
        break;
      }
      if (RoughTokens.of(text) + RoughTokens.of(piece.text()) > request.maxTokens()) {
        return completion(Completion.LENGTH, request, text);
      }
      piece.quotation(text.length()).ifPresent(sink::quote);
      text.append(piece.text());
      sink.append(piece.text());
      // One sentence a read: a reader sees the answer grow instead of appear.
      sink.whenRoom().await();
    }
    return completion(Completion.STOP, request, text);
  }

  private static Completion completion(String reason, StartGeneration request, CharSequence text) {
    int read = RoughTokens.of(request.question());
    int evidence = request.evidence().stream().mapToInt(e -> RoughTokens.of(e.text())).sum();
    return new Completion(reason, new TokenUsage(read + evidence, RoughTokens.of(text)));
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

  private List<Quote> supported(StartGeneration request) {
    List<Candidate> chosen = candidates.select(request.question(), request.evidence());
    if (chosen.isEmpty()) {
      return List.of();
    }
    List<String> texts =
        chosen.stream().map(candidate -> candidate.sentence().excerpt().inContext()).toList();
    // Both at once: the question is mostly cached, as the search has just asked for it.
    Future<TextsEmbedded> asked = embed(Purpose.QUERY, List.of(request.question()));
    Future<TextsEmbedded> found = embed(Purpose.SENTENCE, texts);
    TextsEmbedded question = asked.await();
    TextsEmbedded sentences = found.await();
    List<float[]> anyVectors = anything.vectors(sentences.model()).await();
    if (!question.model().equals(sentences.model())) {
      throw new BusFailure(
          FailureCode.UNAVAILABLE, "The embedding model is being changed; ask again shortly.");
    }
    Support support = new Support(question.vectors().getFirst(), anyVectors);
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

  @Override
  public void close() {}
}
