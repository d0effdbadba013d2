package dev.groundwire.llm.protocol;

import java.util.Arrays;

/**
 * Finds the data of server-sent events in a stream of bytes that may be cut anywhere. Lines end
 * with LF, CR or CRLF; comments and fields other than {@code data} are passed over. UTF-8 needs no
 * thought here: no byte of a longer character looks like a line's end. An event that arrives in one
 * piece, as nearly all do, is handed on where it lies, without a copy.
 */
final class SseParser {
  /** Gets the data of one event; valid during the call only. */
  interface Listener {
    void data(byte[] bytes, int from, int length);
  }

  static final int LARGEST_EVENT = 1 << 20;

  private static final byte[] NOTHING = new byte[0];
  private static final int SMALLEST_COPY = 512;

  /** One large event must not cost memory for as long as the answer lasts. */
  private static final int LARGEST_KEPT = 1 << 14;

  private final Listener listener;

  /** The beginning of a line that did not end within the bytes seen so far. */
  private byte[] line = NOTHING;

  private int lineLength;

  /** The data of the event so far, when it is not at {@link #found}. */
  private byte[] data = NOTHING;

  private int dataLength = -1;

  /** The only data line of the event so far, in bytes of somebody else. */
  private byte[] found = NOTHING;

  private int foundFrom;
  private int foundLength = -1;
  private boolean afterCarriageReturn;
  private boolean atStart = true;

  SseParser(Listener listener) {
    this.listener = listener;
  }

  /** Reads the first {@code length} of the bytes, which may be used otherwise afterwards. */
  void feed(byte[] bytes, int length) {
    int at = 0;
    if (afterCarriageReturn && length > 0) {
      afterCarriageReturn = false;
      at = bytes[0] == '\n' ? 1 : 0;
    }
    while (at < length) {
      int end = lineEnd(bytes, at, length);
      if (end == length) {
        keepLine(bytes, at, end);
        break;
      }
      if (lineLength == 0) {
        endLine(bytes, at, end);
      } else {
        keepLine(bytes, at, end);
        endKeptLine();
      }
      at = end + 1;
      if (bytes[end] == '\r') {
        if (at == length) {
          afterCarriageReturn = true;
        } else if (bytes[at] == '\n') {
          at++;
        }
      }
    }
    keepFound();
  }

  /** The stream has ended: what was not closed by an empty line counts all the same. */
  void end() {
    if (lineLength > 0) {
      endKeptLine();
    }
    dispatch();
  }

  private static int lineEnd(byte[] bytes, int from, int length) {
    for (int at = from; at < length; at++) {
      byte b = bytes[at];
      if (b == '\n' || b == '\r') {
        return at;
      }
    }
    return length;
  }

  private void keepLine(byte[] bytes, int from, int end) {
    line = withRoom(line, lineLength, end - from);
    System.arraycopy(bytes, from, line, lineLength, end - from);
    lineLength += end - from;
  }

  private void endKeptLine() {
    int length = lineLength;
    lineLength = 0;
    endLine(line, 0, length);
    keepFound();
    line = line.length > LARGEST_KEPT ? NOTHING : line;
  }

  private void endLine(byte[] bytes, int start, int end) {
    int from = atStart && hasByteOrderMark(bytes, start, end) ? start + 3 : start;
    atStart = false;
    if (from == end) {
      dispatch();
    } else if (isData(bytes, from, end)) {
      from += 5;
      if (from < end && bytes[from] == ' ') {
        from++;
      }
      addData(bytes, from, end - from);
    }
  }

  private static boolean hasByteOrderMark(byte[] bytes, int start, int end) {
    return end - start >= 3
        && bytes[start] == (byte) 0xEF
        && bytes[start + 1] == (byte) 0xBB
        && bytes[start + 2] == (byte) 0xBF;
  }

  private static boolean isData(byte[] bytes, int from, int end) {
    return end - from >= 4
        && bytes[from] == 'd'
        && bytes[from + 1] == 'a'
        && bytes[from + 2] == 't'
        && bytes[from + 3] == 'a'
        && (end - from == 4 || bytes[from + 4] == ':');
  }

  private void addData(byte[] bytes, int from, int length) {
    if (foundLength < 0 && dataLength < 0) {
      found = bytes;
      foundFrom = from;
      foundLength = Math.max(0, length);
      return;
    }
    keepFound();
    data = withRoom(data, dataLength, Math.max(0, length) + 1);
    data[dataLength++] = '\n';
    if (length > 0) {
      System.arraycopy(bytes, from, data, dataLength, length);
      dataLength += length;
    }
  }

  /** The bytes it lies in are used otherwise from now on. */
  private void keepFound() {
    if (foundLength >= 0) {
      data = withRoom(data, 0, foundLength);
      System.arraycopy(found, foundFrom, data, 0, foundLength);
      dataLength = foundLength;
      foundLength = -1;
      found = NOTHING;
    }
  }

  private void dispatch() {
    if (foundLength >= 0) {
      byte[] bytes = found;
      int length = foundLength;
      foundLength = -1;
      found = NOTHING;
      tell(bytes, foundFrom, length);
    } else if (dataLength >= 0) {
      int length = dataLength;
      dataLength = -1;
      tell(data, 0, length);
      data = data.length > LARGEST_KEPT ? NOTHING : data;
    }
  }

  /** An event without data is none. */
  private void tell(byte[] bytes, int from, int length) {
    if (length > 0) {
      listener.data(bytes, from, length);
    }
  }

  private static byte[] withRoom(byte[] bytes, int used, int more) {
    if (used + more <= bytes.length) {
      return bytes;
    }
    if (used + more > LARGEST_EVENT) {
      throw UpstreamFailure.notUnderstood("an event of more than 1 MiB");
    }
    return Arrays.copyOf(bytes, Math.max(Math.max(used + more, 2 * used), SMALLEST_COPY));
  }
}
