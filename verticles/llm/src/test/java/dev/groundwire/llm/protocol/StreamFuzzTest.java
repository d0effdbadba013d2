package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.CallEnded;
import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.bus.llm.TokenBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams made at random, cut anywhere: what is read must not depend on where. */
class StreamFuzzTest {
  private static final String[] TEXTS = {
    "a",
    " word",
    "häß",
    "日本語",
    "🎉",
    "\uD83C",
    "\uDF89",
    "\"quoted\"",
    "\\",
    "line\nbreak",
    "\r",
    "\u2028",
    "\0",
    "e\u0301",
    "data: x",
    ": no comment",
    "[DONE]",
    "",
    "x".repeat(3_000)
  };
  private static final String[] LINE_ENDS = {"\n", "\r\n", "\r"};

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /** What was read, or why it ended. */
  private record Result(String read, Optional<CallEnded> ending, String failure) {}

  private static String stream(RandomGenerator random, Wire wire) {
    StringBuilder events = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
    events.append(wire.begin(random.nextInt(100)));
    int pieces = random.nextInt(12);
    for (int at = 0; at < pieces; at++) {
      String text = TEXTS[random.nextInt(TEXTS.length)];
      events.append(
          switch (random.nextInt(8)) {
            case 0 -> ": comment " + text.replace("\n", "").replace("\r", "") + "\n\n";
            case 1 -> "event: x\nid: 3\nretry: 10\n\n";
            case 2 -> wire.think(text);
            case 3 -> wire.call("c" + at, "look", text, "}");
            case 4 -> "data:\n\n\n";
            default -> wire.say(text);
          });
    }
    if (random.nextInt(10) == 0) {
      events.append(wire.error("server_error", "broken"));
    }
    if (random.nextInt(5) > 0) {
      events.append(wire.end("stop", 5, pieces));
    }
    return events.toString().replace("\n", LINE_ENDS[random.nextInt(LINE_ENDS.length)]);
  }

  private static Reading reading(Wire wire, WrittenText text, WrittenChunks chunks, boolean raw) {
    if (wire.equals(Wire.OPENAI)) {
      return new ChatReading(new Tally(1), raw ? new ChatPassage(chunks) : new ChatText(text));
    }
    return new MessagesReading(
        1, raw ? new MessagesTranslation(chunks, "m", 0) : new MessagesText(text));
  }

  private static Result read(byte[] bytes, Wire wire, boolean raw, RandomGenerator cuts, int most) {
    WrittenText text = new WrittenText();
    WrittenChunks chunks = new WrittenChunks();
    Reading reading = reading(wire, text, chunks, raw);
    SseParser parser =
        new SseParser((data, from, length) -> {
          if (!reading.isDone()) {
            reading.event(data, from, length);
          }
        });
    String failure = "";
    Optional<CallEnded> ending = Optional.empty();
    try {
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, at + 1 + cuts.nextInt(most));
        byte[] lent = Arrays.copyOfRange(bytes, at, end);
        parser.feed(lent, lent.length);
        Arrays.fill(lent, (byte) '\n');
        at = end;
      }
      parser.end();
      ending = reading.ending();
    } catch (UpstreamFailure failed) {
      failure = failed.failure().toString();
    }
    text.complete();
    String read = ((TokenBatch) text.take()).text() + ((CompletionChunk) chunks.take()).data();
    return new Result(read, ending, failure);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsTheSameWhereverTheBytesAreCut(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Wire wire = random.nextBoolean() ? Wire.OPENAI : Wire.ANTHROPIC;
    boolean raw = random.nextBoolean();
    byte[] bytes = stream(random, wire).getBytes(StandardCharsets.UTF_8);
    Result unsplit = read(bytes, wire, raw, random, 1 << 30);
    for (int most : new int[] {1, 2, 7, 100, 2_000}) {
      assertThat(read(bytes, wire, raw, random, most)).as("cuts up to %d", most).isEqualTo(unsplit);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesGarbage(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Wire wire = random.nextBoolean() ? Wire.OPENAI : Wire.ANTHROPIC;
    boolean raw = random.nextBoolean();
    byte[] bytes = stream(random, wire).getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 20; round++) {
      byte[] mutated = bytes.clone();
      for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
        mutated[random.nextInt(mutated.length)] =
            (byte)
                (random.nextBoolean()
                    ? random.nextInt(256)
                    : "{}[]\":,\n\\0t".charAt(random.nextInt(11)));
      }
      assertThat(read(mutated, wire, raw, random, 50))
          .isEqualTo(read(mutated, wire, raw, random, 1 << 30));
    }
    byte[] noise = new byte[random.nextInt(5_000)];
    random.nextBytes(noise);
    assertThat(read(noise, wire, raw, random, 50)).isNotNull();
  }
}
