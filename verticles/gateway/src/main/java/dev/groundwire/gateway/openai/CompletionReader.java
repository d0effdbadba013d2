package dev.groundwire.gateway.openai;

import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.platform.bus.Inflow;
import dev.groundwire.platform.bus.StreamReader;

/** Takes what a provider sends. */
interface CompletionReader extends StreamReader<CompletionItem> {
  /** Called before the first item. */
  void follow(Inflow<CompletionItem> items);
}
