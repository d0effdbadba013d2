package dev.groundwire.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.client.SearchHit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SearchRunTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);

  @Test
  void scoresADocumentByItsBestChunk() {
    LoadedCollection loaded =
        new LoadedCollection(Map.of(ONE, List.of("1"), TWO, List.of("2")), List.of(), Map.of());
    assertThat(
            SearchRun.best(
                List.of(new SearchHit(ONE, 0.4), new SearchHit(TWO, 0.5), new SearchHit(ONE, 0.9)),
                loaded))
        .containsExactlyInAnyOrderEntriesOf(Map.of("1", 0.9, "2", 0.5));
  }

  @Test
  void findsEveryEntryThatSharesAText() {
    LoadedCollection loaded =
        new LoadedCollection(Map.of(ONE, List.of("1", "7")), List.of(), Map.of());
    assertThat(SearchRun.best(List.of(new SearchHit(ONE, 0.4), new SearchHit(TWO, 1)), loaded))
        .containsExactlyInAnyOrderEntriesOf(Map.of("1", 0.4, "7", 0.4));
  }
}
