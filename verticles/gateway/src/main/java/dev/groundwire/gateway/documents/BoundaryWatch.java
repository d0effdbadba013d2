package dev.groundwire.gateway.documents;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the boundary in a multipart body as it passes. The decoder does not complain when there
 * is none, or no last one: it only leaves out what it cannot find. And where a chunk of the body
 * ends between the two bytes of the line break before a boundary, it takes the first of them for
 * content (Netty's issue 17383).
 */
final class BoundaryWatch {
  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(\"[^\"]+\"|[^\";\\s]+)", Pattern.CASE_INSENSITIVE);

  private final String opening;
  private final String closing;
  private final String breaking;
  private String seam = "";
  private boolean opened;
  private boolean closed;
  private boolean cut;

  /** Bytes that came behind the last chunk that ended with a return; few are enough to know. */
  private int sinceReturn;

  private BoundaryWatch(String boundary) {
    this.opening = "--" + boundary;
    this.closing = opening + "--";
    this.breaking = "\r\n" + opening;
    this.sinceReturn = breaking.length();
  }

  /** Empty when the type names no boundary. */
  static Optional<BoundaryWatch> of(@Nullable String contentType) {
    Matcher found = BOUNDARY.matcher(contentType == null ? "" : contentType);
    return found.find()
        ? Optional.of(new BoundaryWatch(found.group(1).replace("\"", "")))
        : Optional.empty();
  }

  void pass(Buffer chunk) {
    cut = false;
    if (!closed) {
      String text = seam + chunk.toString(StandardCharsets.ISO_8859_1);
      opened |= text.contains(opening);
      closed = text.contains(closing);
      cut = isCut(text);
      seam = text.substring(Math.max(0, text.length() - breaking.length()));
      sinceReturn =
          text.endsWith("\r") ? 0 : Math.min(breaking.length(), sinceReturn + chunk.length());
    }
  }

  /** Whether the first boundary that this chunk completes has its line break in two chunks. */
  private boolean isCut(String text) {
    int first = text.indexOf(breaking, Math.max(0, seam.length() - breaking.length() + 1));
    int behindReturn = seam.length() - sinceReturn;
    return first >= 0 && first + 1 == behindReturn;
  }

  /**
   * Whether the decoder may have taken a byte of the boundary for content of the part that ended
   * within the chunk that has passed last.
   */
  boolean isCut() {
    return cut;
  }

  /** What is wrong with a body that has passed. */
  Optional<String> complaint() {
    if (!opened) {
      return Optional.of("nothing in it begins with " + opening + ", the boundary of its type");
    }
    return closed ? Optional.empty() : Optional.of("it ends early, without " + closing);
  }
}
