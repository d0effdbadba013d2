package dev.groundwire.llm;

import dev.groundwire.bus.FailureCode;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Finds the data of server-sent events in a stream of bytes that may be cut anywhere. Lines end
 * with LF, CR or CRLF; comments and fields other than {@code data} are passed over. UTF-8 needs no
 * thought here: no byte of a longer character looks like a line's end.
 */
final class SseParser {
  /** Gets the data of one event; valid during the call only. */
  interface Listener {
    void data(byte[] bytes, int length);
  }

  private static final int LARGEST_EVENT = 1 << 20;

  private final Listener listener;
  private byte[] line = new byte[1024];
  private int lineLength;
  private byte[] data = new byte[1024];
  private int dataLength = -1;
  private boolean afterCarriageReturn;
  private boolean atStart = true;

  SseParser(Listener listener) {
    this.listener = listener;
  }

  void feed(Buffer chunk) {
    for (int at = 0; at < chunk.length(); at++) {
      byte b = chunk.getByte(at);
      if (b == '\n' && afterCarriageReturn) {
        afterCarriageReturn = false;
        continue;
      }
      afterCarriageReturn = b == '\r';
      if (b == '\n' || b == '\r') {
        endLine();
      } else {
        line = withRoom(line, lineLength, 1);
        line[lineLength++] = b;
      }
    }
  }

  /** The stream has ended: what was not closed by an empty line counts all the same. */
  void end() {
    endLine();
    dispatch();
  }

  private void endLine() {
    int start = atStart && startsWithByteOrderMark() ? 3 : 0;
    atStart = false;
    int length = lineLength;
    lineLength = 0;
    if (length == start) {
      dispatch();
    } else if (isData(start, length)) {
      int from = start + 5;
      if (from < length && line[from] == ' ') {
        from++;
      }
      appendData(from, length - from);
    }
  }

  private boolean startsWithByteOrderMark() {
    return lineLength >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF;
  }

  private boolean isData(int start, int length) {
    return length >= start + 5
        && line[start] == 'd'
        && line[start + 1] == 'a'
        && line[start + 2] == 't'
        && line[start + 3] == 'a'
        && line[start + 4] == ':';
  }

  private void appendData(int from, int length) {
    boolean isFurtherLine = dataLength >= 0;
    dataLength = Math.max(0, dataLength);
    data = withRoom(data, dataLength, length + 1);
    if (isFurtherLine) {
      data[dataLength++] = '\n';
    }
    System.arraycopy(line, from, data, dataLength, length);
    dataLength += length;
  }

  private void dispatch() {
    int length = dataLength;
    dataLength = -1;
    if (length >= 0) {
      listener.data(data, length);
    }
  }

  private static byte[] withRoom(byte[] bytes, int used, int more) {
    if (used + more <= bytes.length) {
      return bytes;
    }
    if (used + more > LARGEST_EVENT) {
      throw UpstreamFailure.lasting(
          FailureCode.UPSTREAM_FAILED,
          "The model provider sent an event of more than 1 MiB; check llm.openai.base_url.");
    }
    return Arrays.copyOf(bytes, Math.max(used + more, 2 * bytes.length));
  }
}
