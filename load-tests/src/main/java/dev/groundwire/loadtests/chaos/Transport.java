package dev.groundwire.loadtests.chaos;

import java.util.List;

/** How facts travel, and which processes it takes. */
enum Transport {
  IN_PROCESS,
  JETSTREAM;

  /** What the nodes of a run do. */
  List<Role> roles() {
    return switch (this) {
      case IN_PROCESS -> List.of(Role.WHOLE, Role.WHOLE);
      case JETSTREAM -> List.of(Role.WHOLE, Role.RELAY, Role.INBOX);
    };
  }
}
