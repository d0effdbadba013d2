package dev.groundwire.llm;

import dev.groundwire.bus.llm.StartGeneration;
import java.util.List;

/** Writes text. A provider is done when its test implements {@code LlmProviderContract}. */
interface LlmProvider extends AutoCloseable {
  /** Never empty; the default one first. */
  List<String> models();

  /**
   * Writes into {@code sink} until the text has ended or was cancelled; may await. Returns soon
   * after a cancellation, with anything.
   *
   * @throws dev.groundwire.bus.BusFailure when it cannot, with a message that says what to do
   */
  Completion write(StartGeneration request, String model, TokenSink sink);

  /** Ends connections; what is being written fails. */
  @Override
  void close();
}
