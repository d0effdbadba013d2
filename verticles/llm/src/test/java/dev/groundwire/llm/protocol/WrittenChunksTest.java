package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.CompletionChunk;
import org.junit.jupiter.api.Test;

class WrittenChunksTest {
  private final WrittenChunks chunks = new WrittenChunks();

  private void add(int times, String chunk, int says) {
    for (int i = 0; i < times; i++) {
      chunks.add(chunk, says);
    }
  }

  @Test
  void isEnoughByWhatTheChunksSayNotByTheirJson() {
    add(63, "{" + " ".repeat(198) + "}", 8);
    assertThat(chunks.size()).isGreaterThan(12_000);
    assertThat(chunks.isEnough()).isFalse();
    add(1, "{}", 8);
    assertThat(chunks.isEnough()).isTrue();
  }

  @Test
  void isEnoughWhenMuchJsonSaysLittle() {
    add(1, "{" + " ".repeat(16 << 10) + "}", 0);
    assertThat(chunks.isEnough()).isTrue();
  }

  @Test
  void beginsAnewWhenItIsTaken() {
    add(1, "{}", 600);
    assertThat(chunks.take()).isEqualTo(new CompletionChunk("{}"));
    assertThat(chunks.isEnough()).isFalse();
    assertThat(chunks.size()).isZero();
  }
}
