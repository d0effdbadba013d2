package dev.groundwire.gateway.documents;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the boundary in a multipart body as it passes. The decoder does not complain when there
 * is none, or no last one: it only leaves out what it cannot find.
 */
final class BoundaryWatch {
  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(\"[^\"]+\"|[^\";\\s]+)", Pattern.CASE_INSENSITIVE);

  private final String opening;
  private final String closing;
  private String seam = "";
  private boolean opened;
  private boolean closed;

  private BoundaryWatch(String boundary) {
    this.opening = "--" + boundary;
    this.closing = opening + "--";
  }

  /** Empty when the type names no boundary. */
  static Optional<BoundaryWatch> of(@Nullable String contentType) {
    Matcher found = BOUNDARY.matcher(contentType == null ? "" : contentType);
    return found.find()
        ? Optional.of(new BoundaryWatch(found.group(1).replace("\"", "")))
        : Optional.empty();
  }

  void pass(Buffer chunk) {
    if (!closed) {
      String text = seam + chunk.toString(StandardCharsets.ISO_8859_1);
      opened |= text.contains(opening);
      closed = text.contains(closing);
      seam = text.substring(Math.max(0, text.length() - closing.length()));
    }
  }

  /** What is wrong with a body that has passed. */
  Optional<String> complaint() {
    if (!opened) {
      return Optional.of("nothing in it begins with " + opening + ", the boundary of its type");
    }
    return closed ? Optional.empty() : Optional.of("it ends early, without " + closing);
  }
}
