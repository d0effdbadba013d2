package dev.groundwire.chat;

import dev.groundwire.bus.llm.Generate;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Begins generations on the loop, for stories elsewhere. */
final class Generations {
  private final AnswerLoop loop;
  private final Bus bus;
  private final int maxCharacters;

  /**
   * @param bus of the loop
   */
  Generations(AnswerLoop loop, Bus bus, int maxCharacters) {
    this.loop = loop;
    this.bus = bus;
    this.maxCharacters = maxCharacters;
  }

  /** How the text ended; never, for an answer that is interrupted. */
  Future<Outcome> begin(LiveAnswer answer, Generate request) {
    Promise<Outcome> outcome = Promise.promise();
    int characters = request.prompt().stream().mapToInt(part -> part.content().length()).sum();
    loop.continueWith(() -> {
      if (!answer.isInterrupted()) {
        Generation generation = new Generation(answer, maxCharacters);
        answer.generatedBy(generation);
        answer.prompted(characters);
        generation.begin(bus, request).onSuccess(outcome::tryComplete).onFailure(outcome::tryFail);
      }
    });
    return outcome.future();
  }
}
