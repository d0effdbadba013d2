package dev.groundwire.launcher;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * A room of a node, and on how many event loops it is: {@code gateway} or {@code gateway:2}.
 *
 * @param instances above 1 for a room that may have several
 */
record RoomInstances(Role role, int instances) {
  private static final int MOST = 64;

  RoomInstances {
    if (instances < 1 || instances > MOST) {
      throw new IllegalArgumentException(
          "roles has " + role.room() + ":" + instances + ": there may be 1 to " + MOST);
    }
    if (instances > 1 && !role.mayHaveSeveral()) {
      throw new IllegalArgumentException(
          "roles has "
              + role.room()
              + ":"
              + instances
              + ", and one node has that room once, on as many threads as it needs; several"
              + " instances may have: "
              + Role.withSeveral());
    }
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static RoomInstances of(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new RoomInstances(Role.of(text), 1);
    }
    return new RoomInstances(Role.of(text.substring(0, colon)), number(text, colon + 1));
  }

  private static int number(String text, int from) {
    try {
      return Integer.parseInt(text.substring(from).strip());
    } catch (NumberFormatException unreadable) {
      throw new IllegalArgumentException(
          "roles has " + text.strip() + ": behind the colon stands a number, as in gateway:2",
          unreadable);
    }
  }
}
