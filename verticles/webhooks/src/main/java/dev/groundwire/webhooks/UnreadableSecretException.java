package dev.groundwire.webhooks;

import org.jspecify.annotations.Nullable;

/** A sealed secret that this node's key does not open. */
final class UnreadableSecretException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableSecretException(@Nullable Throwable cause) {
    super(
        "The webhook's secret was sealed with another key: restore SECRET_KEY (or secret.key of the"
            + " data folder), or rotate the secret.",
        cause);
  }
}
