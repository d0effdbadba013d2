package dev.groundwire.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.stream.StreamFrame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
  static Stream<Class<? extends Record>> messages() {
    return BusCodecs.messages().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageComesBackAsItWas(Class<? extends Record> type) throws Exception {
    Record message = Samples.of(type);
    assertThat(roundTrip(type, message)).usingRecursiveComparison().isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aFieldOfANewerNodeIsLeftAside(Class<? extends Record> type) throws Exception {
    byte[] newer = {(byte) 0xBF, 0x63, 'n', 'e', 'w', 0x01, (byte) 0xFF}; // {"new": 1}
    Buffer wire = Buffer.buffer().appendInt(newer.length).appendBytes(newer);
    Object read = new RecordCodec<>("x.v1", cast(type)).decodeFromWire(0, wire);
    // Either readable without the others, or refused as a failure value: never an exception.
    assertThat(read).isInstanceOfAny(type, BusFailure.class);
  }

  @Test
  void whatIsNotReadableArrivesAsAFailure() {
    Buffer wire = Buffer.buffer().appendInt(3).appendString("abc");
    Object read = new RecordCodec<>("tenant.v1", Tenant.class).decodeFromWire(0, wire);
    assertThat(read)
        .isInstanceOfSatisfying(
            BusFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_REQUEST));
  }

  @Test
  void aLengthBehindTheEndArrivesAsAFailure() {
    Buffer wire = Buffer.buffer().appendInt(Integer.MAX_VALUE).appendString("abc");
    assertThat(new RecordCodec<>("tenant.v1", Tenant.class).decodeFromWire(0, wire))
        .isInstanceOf(BusFailure.class);
  }

  @Test
  void aFailureKeepsItsCodeAndItsMessage() {
    BusFailureCodec codec = new BusFailureCodec();
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, new BusFailure(FailureCode.NOT_FOUND, "nicht gefunden: ü"));
    BusFailure read = codec.decodeFromWire(6, wire);
    assertThat(read.code()).isEqualTo(FailureCode.NOT_FOUND);
    assertThat(read.getMessage()).isEqualTo("nicht gefunden: ü");
  }

  @Test
  void aFailureKeepsItsWait() {
    BusFailureCodec codec = new BusFailureCodec();
    Buffer wire = Buffer.buffer("before");
    Duration wait = Duration.ofMillis(1_500);
    codec.encodeToWire(wire, new BusFailure(FailureCode.OVERLOADED, "full", wait));
    assertThat(codec.decodeFromWire(6, wire).retryAfter()).contains(wait);
    Buffer older = wire.getBuffer(0, wire.length() - Long.BYTES);
    assertThat(codec.decodeFromWire(6, older).retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageTravelsInAStream(Class<? extends Record> type) throws Exception {
    StreamFrame frame = new StreamFrame(3, 1L << 40, Samples.of(type));
    assertThat(framed(frame)).usingRecursiveComparison().isEqualTo(frame);
  }

  @Test
  void aFailureTravelsInAStream() {
    StreamFrame read =
        (StreamFrame)
            framed(new StreamFrame(3, 4, new BusFailure(FailureCode.RATE_LIMITED, "slow")));
    assertThat(read.item())
        .isInstanceOfSatisfying(
            BusFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.RATE_LIMITED));
  }

  private static Object framed(StreamFrame frame) {
    StreamFrameCodec codec = new StreamFrameCodec(BusCodecs.messages());
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, frame);
    return codec.decodeFromWire(6, wire);
  }

  @Test
  void anUnknownFailureNumberReadsAsInternal() {
    assertThat(FailureCode.of(4_711)).isEqualTo(FailureCode.INTERNAL);
  }

  @Test
  void failureNumbersAreUnique() {
    assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::number))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyCodecNameIsUnique() {
    assertThat(BusCodecs.messages().values()).doesNotHaveDuplicates();
  }

  @Test
  void everyAddressNameIsUnique() {
    assertThat(BusCodecs.addresses().stream().map(CodecTest::addressName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z-]+\\.[a-z-]+"));
  }

  @Test
  void registersWithVertx() throws Exception {
    Vertx vertx = Vertx.vertx();
    BusCodecs.register(vertx.eventBus());
    vertx.close().await();
  }

  private static String addressName(Object address) {
    return switch (address) {
      case RequestAddress<?, ?> at -> at.name();
      case StreamAddress<?, ?> at -> at.name();
      default -> ((HintAddress<?>) address).name();
    };
  }

  private static Object roundTrip(Class<? extends Record> type, Record message) {
    RecordCodec<Record> codec = new RecordCodec<>("x.v1", cast(type));
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, message);
    return codec.decodeFromWire(6, wire);
  }

  @SuppressWarnings("unchecked") // the codec only writes and reads records of exactly that type
  private static Class<Record> cast(Class<? extends Record> type) {
    return (Class<Record>) type;
  }

  @Test
  void eventsTravelAsRecordsToo() throws Exception {
    EventEnvelope event = Samples.of(EventEnvelope.class);
    assertThat(roundTrip(EventEnvelope.class, event)).isEqualTo(event);
  }
}
