package dev.groundwire.gateway;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.deadletter.DeadLetterFilter;
import dev.groundwire.bus.deadletter.DeadLetterFound;
import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.bus.deadletter.DeadLetterView;
import dev.groundwire.bus.deadletter.DeadLettersListed;
import dev.groundwire.bus.deadletter.DeadLettersQueued;
import dev.groundwire.bus.deadletter.FailedAttempt;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The dead-letter room of tests: letters in memory. */
final class TestDeadLetters {
  final List<DeadLetterFilter> meant = new CopyOnWriteArrayList<>();
  private final Map<UUID, Kept> letters = new ConcurrentHashMap<>();

  Future<?> start(Bus bus) {
    return Future.all(
        List.of(
            bus.answer(
                DeadLetterBus.LIST_DEAD_LETTERS,
                8,
                list -> {
                  meant.add(list.filter());
                  List<DeadLetterView> shown =
                      of(list.organizationId()).stream()
                          .filter(letter ->
                              list.filter().state().orElse(letter.state()) == letter.state())
                          .toList();
                  return new DeadLettersListed(shown, Optional.empty());
                }),
            bus.answer(
                DeadLetterBus.FIND_DEAD_LETTER,
                8,
                find -> found(own(find.organizationId(), find.id()))),
            bus.answer(
                DeadLetterBus.REPLAY_DEAD_LETTER,
                8,
                replay ->
                    change(
                        replay.organizationId(),
                        replay.id(),
                        DeadLetterState.REPLAYING,
                        Optional.empty())),
            bus.answer(
                DeadLetterBus.REPLAY_DEAD_LETTERS,
                8,
                replay -> {
                  meant.add(replay.filter());
                  return new DeadLettersQueued(of(replay.organizationId()).size(), false);
                }),
            bus.answer(
                DeadLetterBus.DISCARD_DEAD_LETTER,
                8,
                discard ->
                    change(
                        discard.organizationId(),
                        discard.id(),
                        DeadLetterState.DISCARDED,
                        Optional.of(discard.reason())))));
  }

  /** A parked letter about that document. */
  UUID park(Tenant tenant, UUID documentId) {
    UUID id = UUID.randomUUID();
    letters.put(
        id,
        new Kept(tenant, view(id, tenant, documentId, DeadLetterState.PARKED, Optional.empty())));
    return id;
  }

  /** What a try that succeeds leads to. */
  void handled(UUID id) {
    Kept kept = Objects.requireNonNull(letters.get(id));
    change(kept.tenant.organizationId(), id, DeadLetterState.REPLAYED, Optional.empty());
  }

  private List<DeadLetterView> of(UUID organizationId) {
    return letters.values().stream()
        .filter(kept -> kept.tenant.organizationId().equals(organizationId))
        .map(Kept::view)
        .toList();
  }

  private Kept own(UUID organizationId, UUID id) {
    Kept kept = letters.get(id);
    if (kept == null || !kept.tenant.organizationId().equals(organizationId)) {
      throw new BusFailure(FailureCode.NOT_FOUND, "There is no such dead letter.");
    }
    return kept;
  }

  private DeadLetterView change(
      UUID organizationId, UUID id, DeadLetterState state, Optional<String> discardReason) {
    Kept before = own(organizationId, id);
    UUID documentId = UUID.fromString(before.view.key());
    Kept now = new Kept(before.tenant, view(id, before.tenant, documentId, state, discardReason));
    letters.put(id, now);
    return now.view;
  }

  private static DeadLetterView view(
      UUID id,
      Tenant tenant,
      UUID documentId,
      DeadLetterState state,
      Optional<String> discardReason) {
    return new DeadLetterView(
        id,
        tenant.workspaceId(),
        UUID.randomUUID(),
        "document.received.v1",
        documentId.toString(),
        "ingestion.chunk-document",
        state,
        "The file is encrypted: remove its password and upload it again.",
        1,
        Optional.empty(),
        discardReason,
        "request-7",
        TestRooms.THEN,
        TestRooms.THEN);
  }

  private static DeadLetterFound found(Kept kept) {
    EventEnvelope event =
        new EventEnvelope(
            kept.view.eventId(),
            kept.view.type(),
            kept.tenant.organizationId(),
            kept.tenant.workspaceId(),
            kept.view.key(),
            1,
            kept.view.correlationId(),
            Optional.empty(),
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            TestRooms.THEN,
            "{\"documentId\":\"" + kept.view.key() + "\",\"version\":1}");
    return new DeadLetterFound(
        kept.view, event, List.of(new FailedAttempt(TestRooms.THEN, kept.view.reason())));
  }

  private record Kept(Tenant tenant, DeadLetterView view) {}
}
