package dev.groundwire.inbox;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.deadletter.BuryEvent;
import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.ingestion.GiveUpDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** The rooms of ingestion and of dead letters, as a test wants them. */
final class HandlingRooms extends VerticleBase {
  final BlockingQueue<EventEnvelope> handled = new LinkedBlockingQueue<>();
  final BlockingQueue<GiveUpDocument> givenUp = new LinkedBlockingQueue<>();
  final BlockingQueue<BuryEvent> buried = new LinkedBlockingQueue<>();
  volatile Function<BuryEvent, Done> cemetery = asked -> new Done();
  volatile Function<GiveUpDocument, Done> whoIsTold = asked -> new Done();
  volatile Function<EventEnvelope, EventHandled> handler = event -> new EventHandled(true);

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    return bus.answer(
            IngestionBus.CHUNK_DOCUMENT,
            10,
            event -> {
              handled.add(event);
              return handler.apply(event);
            })
        .compose(ready ->
            bus.answer(
                IngestionBus.GIVE_UP_DOCUMENT,
                10,
                asked -> {
                  givenUp.add(asked);
                  return whoIsTold.apply(asked);
                }))
        .compose(ready ->
            bus.answer(
                DeadLetterBus.BURY_EVENT,
                10,
                asked -> {
                  Done done = cemetery.apply(asked);
                  buried.add(asked);
                  return done;
                }));
  }
}
