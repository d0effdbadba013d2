package dev.groundwire.bus.llm;

import java.util.List;
import java.util.UUID;

/**
 * A node serves models, and this is what their providers have told it; again every few seconds, and
 * at once when there is something new.
 */
public record LimitsTold(UUID node, List<HeldModel> held) {
  public LimitsTold {
    held = List.copyOf(held);
  }
}
