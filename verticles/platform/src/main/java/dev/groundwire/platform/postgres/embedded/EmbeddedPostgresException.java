package dev.groundwire.platform.postgres.embedded;

import org.jspecify.annotations.Nullable;

/** Groundwire cannot run its own PostgreSQL; the message says why and what helps. */
public final class EmbeddedPostgresException extends RuntimeException {
  EmbeddedPostgresException(String message) {
    this(message, null);
  }

  EmbeddedPostgresException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
