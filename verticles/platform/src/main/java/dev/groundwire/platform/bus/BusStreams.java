package dev.groundwire.platform.bus;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.StreamAddress;
import dev.groundwire.bus.stream.StreamCancel;
import dev.groundwire.bus.stream.StreamCredit;
import dev.groundwire.bus.stream.StreamFrame;
import dev.groundwire.bus.stream.StreamOpened;
import dev.groundwire.bus.stream.StreamProgress;
import dev.groundwire.bus.stream.StreamsAlive;
import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.Traced;
import dev.groundwire.platform.telemetry.Trail;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one verticle instance, all on one private address of its own: an address for each
 * stream would flood the registry of a cluster. Confined to the verticle's context.
 */
final class BusStreams {
  /** Items a sender may send before the reader's first grant. */
  static final int WINDOW = 64;

  private static final Logger LOG = LoggerFactory.getLogger(BusStreams.class);
  private static final String READER = "stream-reader";
  private static final String NUMBER = "stream-number";
  private static final int SILENT_PINGS = 3;

  /** How much later than its deadline an opened stream is still told that nobody reads it. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final EventBus eventBus;
  private final Nearest nearest;
  private final String address = "streams." + UUID.randomUUID();
  private final Map<Long, Inflow<?>> reading = new HashMap<>();
  private final Map<Long, Outflow<?>> sending = new HashMap<>();

  /** Pings in a row that a control address did not answer in time. */
  private final Map<String, Integer> missedPings = new HashMap<>();

  private final long pingMillis;
  private long numbers;

  /** Before it, what is sent to the private address may be lost on a cluster. */
  private final Future<Void> ready;

  /**
   * @param ping how often both sides show that they live; one that was silent for three of them is
   *     lost
   */
  BusStreams(Vertx vertx, Nearest nearest, Duration ping) {
    this.vertx = vertx;
    this.nearest = nearest;
    this.pingMillis = ping.toMillis();
    this.eventBus = vertx.eventBus();
    this.ready =
        eventBus
            .consumer(address, this::receive)
            .completion()
            .onSuccess(registered -> nearest.begin(address));
    vertx.setPeriodic(pingMillis, timer -> showLife());
    // For as long as this Vert.x: a stream of a lost node ends now, not at the next sign of life.
    io.vertx.core.Context own = vertx.getOrCreateContext();
    nearest.onMemberLost(() -> own.runOnContext(lost -> showLife()));
  }

  /** The time of the streams' signs of life, which need no clock that anybody sets. */
  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  <Q extends Record, M> Inflow<M> open(
      StreamAddress<Q, M> at,
      Q request,
      Duration deadline,
      StreamReader<M> reader,
      Function<Throwable, BusFailure> typed) {
    Inflow<M> inflow = new Inflow<>(this, ++numbers, at.name(), reader);
    reading.put(inflow.number(), inflow);
    long timer =
        vertx.setTimer(
            Math.max(1, deadline.toMillis()),
            fired -> inflow.fail(typed.apply(new ReplyException(ReplyFailure.TIMEOUT))));
    Traced.future(
            Envelope.asked(at.name()), span -> open(at.name(), request, deadline, inflow.number()))
        .map(reply -> (StreamOpened) reply.body())
        .onComplete(ignored -> vertx.cancelTimer(timer))
        .onComplete(inflow::opened, failure -> inflow.fail(typed.apply(failure)));
    return inflow;
  }

  private Future<Message<Object>> open(
      String stream, Object request, Duration deadline, long number) {
    DeliveryOptions options =
        Envelope.sealed(deadline.plus(LATE))
            .addHeader(READER, address)
            .addHeader(NUMBER, Long.toString(number));
    // No hop where it is complete, as it mostly is.
    return ready.succeeded()
        ? nearest.request(stream, request, options)
        : ready.compose(registered -> nearest.request(stream, request, options));
  }

  Future<Void> ready() {
    return ready;
  }

  <Q extends Record, M> MessageConsumer<Object> serve(
      StreamAddress<Q, M> at, Admission.Bound bound, StreamSource<Q, M> source) {
    return eventBus.consumer(at.name(), message -> accept(at, bound, source, message));
  }

  private <Q extends Record, M> void accept(
      StreamAddress<Q, M> at,
      Admission.Bound bound,
      StreamSource<Q, M> source,
      Message<Object> message) {
    String reader = message.headers().get(READER);
    OptionalLong number = number(message.headers().get(NUMBER));
    if (reader == null || number.isEmpty()) {
      message.reply(
          new BusFailure(
              FailureCode.INVALID_REQUEST, at.name() + " sends a stream: open it as one."),
          Envelope.UNTRACED);
      return;
    }
    if (!bound.tryEnter()) {
      message.reply(Bus.overloaded(at.name()), Envelope.UNTRACED);
      return;
    }
    Envelope.open(message).enter();
    Span span = Envelope.served(at.name()).startSpan();
    Trail.of(RequestScope.current(), Context.current().with(span)).enter();
    Outflow<M> out =
        new Outflow<>(this, ++numbers, reader, number.getAsLong(), bound, span, nowMillis());
    sending.put(out.number(), out);
    try {
      if (message.body() instanceof BusFailure unreadable) {
        throw unreadable;
      }
      source.open(at.request().cast(message.body()), out);
      message.reply(new StreamOpened(address, out.number()), Envelope.UNTRACED);
    } catch (BusFailure refusal) {
      out.refused(refusal);
      message.reply(refusal, Envelope.UNTRACED);
    } catch (Throwable unexpected) {
      LOG.atError().addKeyValue("address", at.name()).setCause(unexpected).log("stream failed");
      out.refused(unexpected);
      message.reply(Bus.internal(), Envelope.UNTRACED);
    }
  }

  private static OptionalLong number(@Nullable String text) {
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException nonsense) {
      return OptionalLong.empty();
    }
  }

  private void receive(Message<Object> message) {
    switch (message.body()) {
      case StreamFrame frame -> {
        Inflow<?> inflow = reading.get(frame.stream());
        if (inflow != null) {
          inflow.receive(frame);
        }
      }
      case StreamCredit credit -> {
        Outflow<?> out = sending.get(credit.stream());
        if (out != null) {
          out.granted(credit.items());
        }
      }
      case StreamCancel cancel -> {
        Outflow<?> out = sending.get(cancel.stream());
        if (out != null) {
          out.cancelled();
        }
      }
      case StreamsAlive asked -> message.reply(stillHere(asked), Envelope.UNTRACED);
      default ->
          // An unreadable frame leaves a gap in its stream, which its reader notices.
          LOG.atWarn().addKeyValue("body", message.body()).log("no message of a stream");
    }
  }

  private StreamsAlive stillHere(StreamsAlive asked) {
    List<StreamProgress> known = new ArrayList<>();
    for (StreamProgress read : asked.streams()) {
      Outflow<?> out = sending.get(read.stream());
      if (out != null) {
        out.heard(nowMillis());
        out.granted(read.items());
        known.add(new StreamProgress(read.stream(), out.sent()));
      }
    }
    return new StreamsAlive(known);
  }

  private void showLife() {
    Map<String, Map<Long, Inflow<?>>> bySender = new HashMap<>();
    for (Inflow<?> inflow : reading.values()) {
      StreamOpened sender = inflow.sender();
      if (sender != null) {
        bySender
            .computeIfAbsent(sender.control(), control -> new HashMap<>())
            .put(sender.stream(), inflow);
      }
    }
    missedPings.keySet().retainAll(bySender.keySet());
    bySender.forEach(this::ping);
    long since = nowMillis() - SILENT_PINGS * pingMillis;
    List.copyOf(sending.values()).stream()
        .filter(out -> out.isSilentSince(since))
        .forEach(BusStreams::readerLost);
  }

  /** What one room makes of it must not keep the others from being told. */
  private static void readerLost(Outflow<?> out) {
    try {
      out.cancelled();
    } catch (RuntimeException unexpected) {
      LOG.atError().setCause(unexpected).log("stream not cancelled well");
    }
  }

  private void ping(String control, Map<Long, Inflow<?>> inflows) {
    List<StreamProgress> read = new ArrayList<>();
    inflows.forEach((number, inflow) -> read.add(new StreamProgress(number, inflow.allowed())));
    eventBus
        .<Object>request(
            control, new StreamsAlive(read), Envelope.untraced(Duration.ofMillis(pingMillis)))
        .map(reply -> (StreamsAlive) reply.body())
        .onComplete(
            alive -> {
              missedPings.remove(control);
              compare(inflows, alive);
            },
            failure -> missed(control, inflows, failure));
  }

  /** A sender that is busy for once, or a ping lost on the way, must not end all its streams. */
  private void missed(String control, Map<Long, Inflow<?>> inflows, Throwable failure) {
    boolean isGone =
        failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    if (isGone || missedPings.merge(control, 1, Integer::sum) >= SILENT_PINGS) {
      missedPings.remove(control);
      inflows.values().forEach(Inflow::senderLost);
    }
  }

  /**
   * Nothing of what was sent is still on its way: the bus keeps a sender's order, so what it sent
   * before this reply has come before it.
   */
  private static void compare(Map<Long, Inflow<?>> inflows, StreamsAlive alive) {
    Map<Long, Long> sent = new HashMap<>();
    alive.streams().forEach(stream -> sent.put(stream.stream(), stream.items()));
    inflows.forEach((number, inflow) -> {
      Long last = sent.get(number);
      if (last == null) {
        inflow.senderLost();
      } else {
        inflow.senderLives(last);
      }
    });
  }

  void failAll(BusFailure why) {
    List.copyOf(reading.values()).forEach(inflow -> inflow.fail(why));
  }

  void sendFrame(String reader, StreamFrame frame) {
    nearest.send(reader, frame);
  }

  void sendCredit(StreamOpened sender, long items) {
    nearest.send(sender.control(), new StreamCredit(sender.stream(), items));
  }

  void sendCancel(StreamOpened sender) {
    nearest.send(sender.control(), new StreamCancel(sender.stream()));
  }

  void forget(Inflow<?> inflow) {
    reading.remove(inflow.number());
  }

  void forget(Outflow<?> out) {
    sending.remove(out.number());
  }
}
