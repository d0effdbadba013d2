package dev.groundwire.bus.jobs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be done in the background, each for one workspace. */
public enum JobKind {
  /** Finds documents of the same text; arguments: {@link DedupeArguments}. */
  DEDUPE,

  /** Chunks, embeds and indexes documents anew; arguments: {@link RebuildArguments}. */
  REBUILD,

  /** Compares index and database and mends the index; no arguments. */
  REINDEX,

  /** Deletes what is older than allowed; arguments: {@link RetentionArguments}. */
  RETENTION,

  /** Removes what nobody needs any more; no arguments. */
  CLEANUP,

  /**
   * Makes the vectors that the next embedding model misses and removes those of retired ones, of
   * all organizations; no arguments.
   */
  REEMBED;

  /** As the API and the database spell it. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static JobKind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
