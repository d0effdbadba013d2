package dev.groundwire.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;

/**
 * Frames an immutable record with its length, as CBOR with the field names. A newer node may add
 * fields: this one ignores those it does not know, and reads those it misses as absent.
 */
final class RecordCodec<T extends Record> implements MessageCodec<T, Object> {
  private static final ObjectMapper CBOR = RecordJson.configure(CBORMapper.builder()).build();

  private final String name;
  private final Class<T> type;

  /**
   * @param name chosen by hand, never a class name: it is what nodes of two releases share
   */
  RecordCodec(String name, Class<T> type) {
    this.name = name;
    this.type = type;
  }

  @Override
  public void encodeToWire(Buffer out, T message) {
    try {
      byte[] body = CBOR.writeValueAsBytes(message);
      out.appendInt(body.length).appendBytes(body);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalStateException(name + " cannot be written", unwritable);
    }
  }

  /**
   * Never throws: an exception here would leave the asker waiting for ever, its timeout already
   * cancelled. What cannot be read arrives as a {@link BusFailure} in place of the message.
   */
  @Override
  public Object decodeFromWire(int pos, Buffer in) {
    try {
      int start = pos + Integer.BYTES;
      return CBOR.readValue(in.getBytes(start, start + in.getInt(pos)), type);
    } catch (IOException | RuntimeException unreadable) {
      return new BusFailure(FailureCode.INVALID_REQUEST, name + " is not readable");
    }
  }

  @Override
  public Object transform(T message) {
    return message;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
