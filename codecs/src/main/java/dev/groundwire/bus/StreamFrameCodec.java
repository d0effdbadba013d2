package dev.groundwire.bus;

import dev.groundwire.bus.stream.StreamFrame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Stream, sequence number, and the item as its own codec frames it, behind that codec's name. */
final class StreamFrameCodec implements MessageCodec<StreamFrame, Object> {
  private static final BusFailureCodec FAILURE = new BusFailureCodec();

  private final Map<Class<?>, RecordCodec<Record>> byType = new HashMap<>();
  private final Map<String, RecordCodec<Record>> byName = new HashMap<>();

  /**
   * @param items every record that streams carry, with the name of its codec
   */
  StreamFrameCodec(Map<Class<? extends Record>, String> items) {
    items.forEach((type, name) -> {
      RecordCodec<Record> codec = codec(type, name);
      byType.put(type, codec);
      byName.put(name, codec);
    });
  }

  @SuppressWarnings("unchecked") // a codec is asked for records of exactly its type only
  private static RecordCodec<Record> codec(Class<? extends Record> type, String name) {
    return new RecordCodec<>(name, (Class<Record>) type);
  }

  @Override
  public void encodeToWire(Buffer out, StreamFrame frame) {
    out.appendLong(frame.stream()).appendLong(frame.seq());
    if (frame.item() instanceof BusFailure failure) {
      appendName(out, FAILURE.name());
      FAILURE.encodeToWire(out, failure);
      return;
    }
    RecordCodec<Record> codec = byType.get(frame.item().getClass());
    if (codec == null) {
      throw new IllegalStateException(
          frame.item().getClass().getSimpleName() + " is in no stream's list of items");
    }
    appendName(out, codec.name());
    codec.encodeToWire(out, (Record) frame.item());
  }

  private static void appendName(Buffer out, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    out.appendShort((short) bytes.length).appendBytes(bytes);
  }

  /** Never throws, as {@link RecordCodec#decodeFromWire}; an unknown item fails its stream. */
  @Override
  public Object decodeFromWire(int pos, Buffer in) {
    try {
      int nameAt = pos + 2 * Long.BYTES + Short.BYTES;
      int itemAt = nameAt + in.getShort(nameAt - Short.BYTES);
      String name = in.getString(nameAt, itemAt);
      Object item =
          name.equals(FAILURE.name()) ? FAILURE.decodeFromWire(itemAt, in) : item(name, itemAt, in);
      return new StreamFrame(in.getLong(pos), in.getLong(pos + Long.BYTES), item);
    } catch (RuntimeException unreadable) {
      return new BusFailure(FailureCode.INVALID_REQUEST, name() + " is not readable");
    }
  }

  private Object item(String name, int at, Buffer in) {
    RecordCodec<Record> codec = byName.get(name);
    return codec == null
        ? new BusFailure(FailureCode.INTERNAL, "A newer node sent " + name + ", unknown here.")
        : codec.decodeFromWire(at, in);
  }

  @Override
  public Object transform(StreamFrame frame) {
    return frame;
  }

  @Override
  public String name() {
    return "stream-frame.v1";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
