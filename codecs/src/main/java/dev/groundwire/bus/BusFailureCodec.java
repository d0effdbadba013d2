package dev.groundwire.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Number, length, message, and the wait in milliseconds (-1 for none; absent from older nodes): so
 * a failure keeps its type from node to node.
 */
final class BusFailureCodec implements MessageCodec<BusFailure, BusFailure> {
  private static final long NONE = -1;

  @Override
  public void encodeToWire(Buffer out, BusFailure failure) {
    byte[] message = failure.getMessage().getBytes(StandardCharsets.UTF_8);
    out.appendInt(failure.code().number()).appendInt(message.length).appendBytes(message);
    out.appendLong(failure.retryAfter().map(Duration::toMillis).orElse(NONE));
  }

  @Override
  public BusFailure decodeFromWire(int pos, Buffer in) {
    try {
      int start = pos + 2 * Integer.BYTES;
      int length = in.getInt(pos + Integer.BYTES);
      String message = in.getString(start, start + length, StandardCharsets.UTF_8.name());
      FailureCode code = FailureCode.of(in.getInt(pos));
      long wait = start + length < in.length() ? in.getLong(start + length) : NONE;
      return wait < 0
          ? new BusFailure(code, message)
          : new BusFailure(code, message, Duration.ofMillis(wait));
    } catch (RuntimeException unreadable) {
      return new BusFailure(FailureCode.INTERNAL, "A failure arrived that cannot be read.");
    }
  }

  @Override
  public BusFailure transform(BusFailure failure) {
    return failure;
  }

  @Override
  public String name() {
    return "failure.v1";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
