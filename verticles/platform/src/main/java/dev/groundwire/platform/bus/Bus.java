package dev.groundwire.platform.bus;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.HintAddress;
import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.StreamAddress;
import dev.groundwire.platform.telemetry.Traced;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The typed bus of one verticle instance: requests with a deadline, streams with credits, admission
 * bounds, hints.
 */
public final class Bus {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  private final Vertx vertx;
  private final EventBus eventBus;
  private final Admission admission = new Admission();
  private final List<MessageConsumer<?>> consumers = new CopyOnWriteArrayList<>();
  private final Nearest nearest;
  private final Duration ping;
  private @Nullable BusStreams streams;

  public Bus(Vertx vertx) {
    this(vertx, Duration.ofSeconds(3));
  }

  /**
   * @param ping how often both ends of a stream show that they live
   */
  Bus(Vertx vertx, Duration ping) {
    this.vertx = vertx;
    this.ping = ping;
    this.eventBus = vertx.eventBus();
    this.nearest = Nearest.of(vertx);
  }

  /**
   * Answers up to {@code atOnce} requests at a time with {@code handler}, and refuses the rest as
   * overloaded. Whatever the handler throws reaches the caller. In a verticle on virtual threads
   * the handler may await; on an event loop it answers from what it knows and never waits.
   */
  public <Q extends Record, R extends Record> Future<Void> answer(
      RequestAddress<Q, R> at, int atOnce, Function<Q, R> handler) {
    Admission.Bound bound = admission.bound(atOnce);
    MessageConsumer<Object> consumer =
        eventBus.consumer(at.name(), message -> admit(at, bound, handler, message));
    return serving(consumer);
  }

  private Future<Void> serving(MessageConsumer<?> consumer) {
    consumers.add(consumer);
    return consumer.completion().onSuccess(registered -> nearest.begin(consumer.address()));
  }

  private <Q extends Record, R extends Record> void admit(
      RequestAddress<Q, R> at,
      Admission.Bound bound,
      Function<Q, R> handler,
      Message<Object> message) {
    if (!bound.tryEnter()) {
      message.reply(overloaded(at.name()), Envelope.UNTRACED);
      return;
    }
    // A consumer hands over its next message only when this handler returns, so a handler that
    // awaits must leave it first: each request gets a task of its own.
    vertx.runOnContext(ignored -> {
      try {
        Envelope.open(message).enter();
        reply(message, outcome(at, handler, message));
      } finally {
        bound.leave();
      }
    });
  }

  private static <Q extends Record, R extends Record> Object outcome(
      RequestAddress<Q, R> at, Function<Q, R> handler, Message<Object> message) {
    try {
      return message.body() instanceof BusFailure unreadable
          ? unreadable
          : Traced.call(Envelope.served(at.name()), span -> served(at, handler, message));
    } catch (BusFailure failure) {
      return failure;
    } catch (Throwable unexpected) {
      LOG.atError().addKeyValue("address", at.name()).setCause(unexpected).log("request failed");
      return internal();
    }
  }

  /** Whoever looks for a request at DEBUG sees every room it came through. */
  private static <Q extends Record, R extends Record> R served(
      RequestAddress<Q, R> at, Function<Q, R> handler, Message<Object> message) {
    if (!LOG.isDebugEnabled()) {
      return handler.apply(at.request().cast(message.body()));
    }
    long begun = System.nanoTime();
    R reply = handler.apply(at.request().cast(message.body()));
    LOG.atDebug()
        .addKeyValue("address", at.name())
        .addKeyValue("duration_ms", Math.round((System.nanoTime() - begun) / 1e4) / 100.0)
        .log("request served");
    return reply;
  }

  static BusFailure overloaded(String address) {
    return new BusFailure(
        FailureCode.OVERLOADED,
        address + " serves all it can; try again shortly.",
        Duration.ofSeconds(1));
  }

  static BusFailure internal() {
    return new BusFailure(
        FailureCode.INTERNAL, "Something went wrong here; the log has it under the request id.");
  }

  /** A reply that cannot be written must still end the asker's wait. */
  private static void reply(Message<?> message, Object outcome) {
    try {
      message.reply(outcome, Envelope.UNTRACED);
    } catch (RuntimeException unwritable) {
      LOG.atError()
          .addKeyValue("address", message.address())
          .setCause(unwritable)
          .log("reply not written");
      message.reply(
          new BusFailure(FailureCode.INTERNAL, message.address() + " could not write its reply."),
          Envelope.UNTRACED);
    }
  }

  /**
   * Asks, and waits no longer than {@code deadline}. Fails with a {@link BusFailure} only: what the
   * room answered, {@code TIMEOUT}, or {@code UNAVAILABLE} when nobody answers at that address.
   */
  public <Q extends Record, R extends Record> Future<R> request(
      RequestAddress<Q, R> at, Q request, Duration deadline) {
    return Traced.future(
        Envelope.asked(at.name()),
        span ->
            nearest
                .request(at, request, Envelope.sealed(deadline))
                .map(message -> at.reply().cast(message.body()))
                .recover(failure -> Future.failedFuture(typed(at.name(), failure))));
  }

  /**
   * The same past all shortcuts, so that an answer proves that the address is found in the registry
   * of the cluster. Not traced.
   */
  public <Q extends Record, R extends Record> Future<R> requestByRegistry(
      RequestAddress<Q, R> at, Q request, Duration deadline) {
    return eventBus
        .request(at.name(), request, Envelope.untraced(deadline))
        .map(message -> at.reply().cast(message.body()))
        .recover(failure -> Future.failedFuture(typed(at.name(), failure)));
  }

  private static BusFailure typed(String name, Throwable failure) {
    String address = Envelope.plain(name);
    return switch (failure) {
      case BusFailure known -> known;
      case ReplyException reply ->
          switch (reply.failureType()) {
            case TIMEOUT ->
                new BusFailure(FailureCode.TIMEOUT, address + " did not answer in time.");
            case NO_HANDLERS ->
                new BusFailure(
                    FailureCode.UNAVAILABLE, address + " is not served; try again shortly.");
            default -> unsent(address, reply);
          };
      default -> unsent(address, failure);
    };
  }

  private static BusFailure unsent(String address, Throwable failure) {
    LOG.atError().addKeyValue("address", address).setCause(failure).log("request not sent");
    return new BusFailure(FailureCode.INTERNAL, address + " failed.");
  }

  /**
   * Serves up to {@code atOnce} streams at a time and refuses the rest as overloaded. {@code
   * source} must not wait; for rooms on event loops. From the room's own context.
   */
  public <Q extends Record, M> Future<Void> serve(
      StreamAddress<Q, M> at, int atOnce, StreamSource<Q, M> source) {
    MessageConsumer<Object> consumer = streams().serve(at, admission.bound(atOnce), source);
    return Future.all(streams().ready(), serving(consumer)).mapEmpty();
  }

  /**
   * Reads a stream. Waits no longer than {@code deadline} to be let in; how long the stream itself
   * may be silent is the caller's business, but a sender that is gone is noticed within 5 s, and
   * one that hangs within 12 s. From the verticle's own context.
   */
  public <Q extends Record, M> Inflow<M> open(
      StreamAddress<Q, M> at, Q request, Duration deadline, StreamReader<M> reader) {
    return streams().open(at, request, deadline, reader, failure -> typed(at.name(), failure));
  }

  /** Ends every stream that is being read here, for whoever reads it with {@code why}. */
  public void failStreams(BusFailure why) {
    if (streams != null) {
      streams.failAll(why);
    }
  }

  private BusStreams streams() {
    BusStreams known = streams;
    if (known == null) {
      known = new BusStreams(vertx, nearest, ping);
      streams = known;
    }
    return known;
  }

  /** Tells the bus of this node that another one has gone: what it had is asked of others. */
  public void memberLost() {
    nearest.memberLost();
  }

  /** Tells all who listen; may be lost. */
  public <M extends Record> void hint(HintAddress<M> at, M hint) {
    eventBus.publish(at.name(), hint, Envelope.UNTRACED);
  }

  /** Listens to hints; {@code handler} must not block. */
  public <M extends Record> Future<Void> onHint(HintAddress<M> at, Consumer<M> handler) {
    MessageConsumer<Object> consumer =
        eventBus.consumer(
            at.name(),
            message -> {
              if (at.hint().isInstance(message.body())) {
                handler.accept(at.hint().cast(message.body()));
              }
            });
    consumers.add(consumer);
    return consumer.completion();
  }

  /**
   * Takes no more requests, then waits for those being served.
   *
   * @return fails when some are still being served at the deadline
   */
  public Future<Void> drain(Duration deadline) {
    consumers.forEach(consumer -> nearest.end(consumer.address()));
    return Future.all(consumers.stream().map(MessageConsumer::unregister).toList())
        .compose(ignored -> admission.idle())
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }
}
