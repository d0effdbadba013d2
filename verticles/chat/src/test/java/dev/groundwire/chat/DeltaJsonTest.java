package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.RecordJson;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeltaJsonTest {
  private static final String ODD = "\"\\/\n\r\t\b\f\u0001\u001f\u007f\u0085\u2028<>&'é🎉a b";

  @Test
  void writesTheSameAsTheMapper() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(30);
      random
          .ints(length, 0, ODD.codePointCount(0, ODD.length()))
          .forEach(at -> text.appendCodePoint(ODD.codePointAt(ODD.offsetByCodePoints(0, at))));
      String piece = text.toString();
      assertThat(DeltaJson.of("ab" + piece + "cd", 2, 2 + piece.length()))
          .isEqualTo(RecordJson.write(Map.of("text", piece)));
    }
  }
}
