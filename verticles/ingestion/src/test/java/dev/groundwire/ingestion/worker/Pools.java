package dev.groundwire.ingestion.worker;

import dev.groundwire.ingestion.parse.ParseLimits;
import java.nio.file.Path;
import java.time.Duration;

/** Pools for tests. */
final class Pools {
  private Pools() {}

  static ParserPool standard(Path directory) {
    return new ParserPool(config(1, 512, 10, Duration.ofMinutes(1)), directory);
  }

  static ParserPoolConfig config(int workers, int heapMegabytes, int waiting, Duration time) {
    ParseLimits standard = ParseLimits.standard();
    ParseLimits limits =
        new ParseLimits(
            standard.maxCharacters(),
            standard.maxPages(),
            standard.maxEntryBytes(),
            standard.maxExpansion(),
            standard.maxNesting(),
            time);
    return new ParserPoolConfig(
        workers, heapMegabytes, waiting, Duration.ofMinutes(1), 100, limits);
  }
}
