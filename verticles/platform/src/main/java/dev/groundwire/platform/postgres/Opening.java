package dev.groundwire.platform.postgres;

/**
 * The statement that begins every transaction: with parameters for the setting that row-level
 * security reads.
 */
final class Opening {
  private static final String SCOPE = "SELECT set_config($1, $2, true)";

  private Opening() {}

  /** Where the session keeps all else. */
  static String ofSession() {
    return SCOPE;
  }

  /**
   * Behind a pooler a session is another client's as well: what this node asks of one is asked of
   * each transaction.
   */
  static String of(DatabaseConfig config) {
    return switch (config.pooler()) {
      case NONE -> SCOPE;
      case TRANSACTION -> {
        StringBuilder all = new StringBuilder(SCOPE);
        SessionSettings.of(config)
            .forEach((name, value) ->
                all.append(", set_config('%s', '%s', true)".formatted(name, value)));
        yield all.toString();
      }
    };
  }
}
