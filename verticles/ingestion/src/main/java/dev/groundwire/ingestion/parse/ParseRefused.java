package dev.groundwire.ingestion.parse;

/**
 * A file that cannot become text. Its message is one sentence for the person who uploaded it, and
 * names the reason and the cure.
 */
public final class ParseRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public ParseRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ParseRefused(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Why; none of them is cured by trying again. */
  public enum Reason {
    ENCRYPTED,
    DAMAGED,
    NO_TEXT,
    ARCHIVE,
    HOSTILE,
    UNSUPPORTED,
    TOO_LARGE,
    TIMEOUT,
    OUT_OF_MEMORY
  }

  static ParseRefused encrypted() {
    return new ParseRefused(
        Reason.ENCRYPTED, "The file is encrypted: remove its password and upload it again.");
  }

  static ParseRefused damaged(String what, Throwable cause) {
    return new ParseRefused(Reason.DAMAGED, damagedMessage(what), cause);
  }

  static ParseRefused damaged(String what) {
    return new ParseRefused(Reason.DAMAGED, damagedMessage(what));
  }

  static ParseRefused noText(String advice) {
    return new ParseRefused(Reason.NO_TEXT, "There is no text in the file: " + advice);
  }

  static ParseRefused archive() {
    return new ParseRefused(
        Reason.ARCHIVE,
        "The file is an archive, which is not accepted: unpack it and upload the documents in it.");
  }

  static ParseRefused hostile(String what) {
    return new ParseRefused(
        Reason.HOSTILE,
        "The file looks hostile (" + what + "): save it anew with the program it came from.");
  }

  static ParseRefused unsupported(String what, String advice) {
    return new ParseRefused(Reason.UNSUPPORTED, what + " is not supported: " + advice);
  }

  static ParseRefused tooLarge(String what) {
    return new ParseRefused(
        Reason.TOO_LARGE,
        "The document is too large (" + what + "): split it and upload the parts.");
  }

  private static String damagedMessage(String what) {
    return "The file is damaged or incomplete ("
        + what
        + "): check that it opens, and upload it again.";
  }
}
