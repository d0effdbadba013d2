package dev.groundwire.gateway;

import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves the streams of the rooms of tests, on an event loop as the rooms do. */
final class TestStreams extends VerticleBase {
  private final TestRooms rooms;

  TestStreams(TestRooms rooms) {
    this.rooms = rooms;
  }

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    return Future.all(rooms.chat.serve(bus, context), rooms.llm.serve(bus, context));
  }
}
