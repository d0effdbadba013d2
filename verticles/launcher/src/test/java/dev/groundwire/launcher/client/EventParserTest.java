package dev.groundwire.launcher.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventParserTest {
  private static List<ServerSentEvent> parse(String stream) {
    EventParser parser = new EventParser();
    return stream.lines().map(parser::accept).flatMap(Optional::stream).toList();
  }

  @Test
  void readsIdTypeAndData() {
    assertThat(parse("id: 7\nevent: delta\ndata: {\"text\":\" a\"}\n\n"))
        .containsExactly(new ServerSentEvent("7", "delta", "{\"text\":\" a\"}"));
  }

  @Test
  void takesAwayOnlyOneSpaceAndJoinsLines() {
    assertThat(parse("data:  two\ndata:none\ndata\n\n"))
        .containsExactly(new ServerSentEvent("", "message", " two\nnone\n"));
  }

  @Test
  void passesOverHeartbeatsAndHints() {
    assertThat(parse(": alive\n\nretry: 500\n\nevent: lost\n\ndata: x\n\n"))
        .containsExactly(new ServerSentEvent("", "message", "x"));
  }

  @Test
  void keepsTheLastIdForEventsWithoutOne() {
    assertThat(parse("id: 3\ndata: a\n\ndata: b\n\n"))
        .extracting(ServerSentEvent::id)
        .containsExactly("3", "3");
  }

  @Test
  void dropsAnEventThatIsNotComplete() {
    assertThat(parse("data: a")).isEmpty();
  }
}
