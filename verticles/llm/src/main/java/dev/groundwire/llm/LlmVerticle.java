package dev.groundwire.llm;

import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Placeholder until the dispatcher is there. */
public final class LlmVerticle extends VerticleBase {
  public LlmVerticle(LlmConfig config, Clock clock, RandomGenerator random) {}
}
