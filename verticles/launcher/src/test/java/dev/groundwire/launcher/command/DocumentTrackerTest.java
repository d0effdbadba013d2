package dev.groundwire.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.launcher.client.DocumentProgress;
import dev.groundwire.launcher.client.RemoteDocument;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DocumentTrackerTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);

  private final DocumentTracker tracker = new DocumentTracker(2);

  private static RemoteDocument received(UUID id, String name) {
    return new RemoteDocument(
        id, name, DocumentStatus.RECEIVED, 0, Optional.empty(), Optional.empty());
  }

  private boolean moved(UUID id, DocumentStatus status, int done) {
    return tracker.moved(new DocumentProgress(id, status, done, 40));
  }

  @Test
  void keepsWhatHappenedBeforeTheUploadWasAnswered() {
    moved(ONE, DocumentStatus.READY, 40);
    tracker.uploaded(received(ONE, "a"));
    assertThat(tracker.allEnded()).isTrue();
    assertThat(tracker.unfinished()).isEmpty();
  }

  @Test
  void leavesAsideAStateThatWasOvertaken() {
    tracker.uploaded(received(ONE, "a"));
    assertThat(moved(ONE, DocumentStatus.EMBEDDING, 10)).isTrue();
    assertThat(moved(ONE, DocumentStatus.EMBEDDING, 9)).isFalse();
    assertThat(moved(ONE, DocumentStatus.PARSING, 0)).isFalse();
    assertThat(tracker.status(ONE)).isEqualTo(DocumentStatus.EMBEDDING);
  }

  @Test
  void countsDocumentsOfOthersNowhere() {
    tracker.uploaded(received(ONE, "a"));
    moved(TWO, DocumentStatus.READY, 0);
    assertThat(tracker.allEnded()).isFalse();
    assertThat(tracker.text(2)).isEqualTo("0/1 ready, 1 received");
  }

  @Test
  void countsAFileThatWasSentTwiceOnce() {
    tracker.uploaded(received(ONE, "a"));
    tracker.uploaded(received(ONE, "a"));
    moved(ONE, DocumentStatus.READY, 0);
    assertThat(tracker.allEnded()).isTrue();
    assertThat(tracker.fraction(2)).isEqualTo(1, within(1e-9));
  }

  @Test
  void namesTheDocumentThatIsUnderWay() {
    tracker.uploaded(received(ONE, "a.pdf"));
    moved(ONE, DocumentStatus.EMBEDDING, 12);
    assertThat(tracker.text(1)).isEqualTo("sent 1/2, 0/1 ready, 1 embedding: a.pdf 12/40");
    assertThat(tracker.fraction(1)).isBetween(0.2, 0.5);
  }

  @Test
  void takesAFailureForAnEnd() {
    tracker.uploaded(received(ONE, "a"));
    moved(ONE, DocumentStatus.FAILED, 0);
    assertThat(tracker.allEnded()).isTrue();
  }
}
