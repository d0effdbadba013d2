package dev.groundwire.gateway.documents;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One file while it arrives: cut into parts, hashed, and refused as soon as that is clear. */
final class IncomingFile {
  private static final byte RETURN = '\r';
  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}");

  private final UUID id;
  private final String name;
  private final String mediaType;
  private final long maxBytes;
  private final MessageDigest digest;
  private Buffer part = Buffer.buffer();
  private int partNo;
  private long bytes;
  private boolean checked;
  private boolean ended;

  /** A return that came last: it may belong to the boundary behind the file. */
  private boolean held;

  /** Whether it was the end of a chunk of the body, behind which nothing of the file has come. */
  private boolean atSeam;

  /** Whether anything came of the chunk of the body that is passing. */
  private boolean fresh;

  IncomingFile(UUID id, String name, @Nullable String mediaType, long maxBytes) {
    this.id = id;
    this.name = FileName.clean(name);
    this.mediaType = cleanType(mediaType);
    this.maxBytes = maxBytes;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Takes bytes and gives back the parts they complete. */
  List<Part> accept(Buffer chunk) {
    atSeam = false;
    fresh = true;
    Buffer whole = held ? Buffer.buffer().appendByte(RETURN).appendBuffer(chunk) : chunk;
    held = endsWithReturn(whole);
    return take(held ? whole.slice(0, whole.length() - 1) : whole);
  }

  /** All that is in that chunk of the body, and that the decoder was certain of, has come. */
  void passed(Buffer chunk) {
    if (endsWithReturn(chunk)) {
      atSeam = held && fresh;
    }
    fresh = false;
  }

  private static boolean endsWithReturn(Buffer bytes) {
    return bytes.length() > 0 && bytes.getByte(bytes.length() - 1) == RETURN;
  }

  private List<Part> take(Buffer chunk) {
    bytes += chunk.length();
    if (bytes > maxBytes) {
      throw new BusFailure(
          FailureCode.TOO_LARGE,
          name + " is larger than " + maxBytes + " bytes (MAX_UPLOAD_BYTES).");
    }
    digest.update(chunk.getBytes());
    part.appendBuffer(chunk);
    if (part.length() >= ArchiveCheck.SAMPLE) {
      refuseArchive();
    }
    List<Part> full = new ArrayList<>();
    while (part.length() >= ContentStore.PART_BYTES) {
      full.add(new Part(id, partNo++, part.getBuffer(0, ContentStore.PART_BYTES)));
      part = part.getBuffer(ContentStore.PART_BYTES, part.length());
    }
    return full;
  }

  /** The last part, when there is one. */
  List<Part> end() {
    return end(false);
  }

  /**
   * @param cut whether the line break before the boundary behind it may have come in two chunks
   */
  List<Part> end(boolean cut) {
    ended = true;
    boolean isOfFile = held && !(cut && atSeam);
    List<Part> parts =
        new ArrayList<>(isOfFile ? take(Buffer.buffer().appendByte(RETURN)) : List.of());
    if (bytes == 0) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, name + " is empty; there is nothing to read.");
    }
    refuseArchive();
    if (part.length() > 0) {
      parts.add(new Part(id, partNo++, part));
    }
    return parts;
  }

  /** The file as it is stored; to be asked once it has ended. */
  StoredFile stored() {
    return new StoredFile(id, name, mediaType, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  boolean isEnded() {
    return ended;
  }

  private void refuseArchive() {
    if (checked) {
      return;
    }
    checked = true;
    byte[] sample = part.getBytes(0, Math.min(part.length(), ArchiveCheck.SAMPLE));
    if (ArchiveCheck.isArchive(name, sample)) {
      throw new BusFailure(
          FailureCode.UNSUPPORTED_TYPE,
          name + " is an archive; archives are not accepted, upload the documents in it.");
    }
  }

  private static String cleanType(@Nullable String given) {
    String type = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return MEDIA_TYPE.matcher(type).matches() ? type : "application/octet-stream";
  }

  record Part(UUID contentId, int number, Buffer bytes) {}
}
