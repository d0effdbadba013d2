package dev.groundwire.llm.protocol;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.llm.Call;
import dev.groundwire.bus.llm.Complete;
import dev.groundwire.bus.llm.Evidence;
import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.Priority;
import dev.groundwire.bus.llm.PromptMessage;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Requests for tests. */
public final class Requests {
  private static final Call CALL =
      new Call(
          new Tenant(new UUID(0, 1), new UUID(0, 2)),
          Optional.empty(),
          Priority.INTERACTIVE,
          Instant.parse("2100-01-01T00:00:00Z"));

  private Requests() {}

  public static Generate generate() {
    return new Generate(
        CALL,
        "question",
        List.of(),
        List.of(new PromptMessage("system", "Be brief."), new PromptMessage("user", "Hello?")),
        100);
  }

  public static Generate quoting(String question, List<Evidence> evidence, int maxTokens) {
    return new Generate(CALL, question, evidence, List.of(), maxTokens);
  }

  public static Complete complete(JsonObject body) {
    return new Complete(CALL, body.encode());
  }
}
