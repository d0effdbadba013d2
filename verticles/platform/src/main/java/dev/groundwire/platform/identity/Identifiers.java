package dev.groundwire.platform.identity;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;
import java.util.function.Supplier;

/** Where ids come from. */
public final class Identifiers {
  private Identifiers() {}

  /** UUIDv7: ids made later sort later, also within a millisecond of one process. */
  public static Supplier<UUID> timeOrdered() {
    TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();
    return generator::generate;
  }
}
