package dev.groundwire.platform.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Harmless requests to other nodes that are not answered yet. The bus does not say which node has
 * one, and what went to a node that died would wait for its whole deadline: so when any node is
 * lost, each of them is asked once more, and the first answer counts. From any thread.
 */
final class RepeatedRequests {
  private final EventBus eventBus;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  RepeatedRequests(EventBus eventBus) {
    this.eventBus = eventBus;
  }

  Future<Message<Object>> request(String address, Object request, DeliveryOptions options) {
    Waiting asked = new Waiting(address, request, options);
    waiting.add(asked);
    asked.ask(options);
    return asked.answer.future().onComplete(ended -> waiting.remove(asked));
  }

  void askAgain() {
    List.copyOf(waiting).forEach(Waiting::askAgain);
  }

  /** Then whoever had it before is not there either. */
  private static boolean isUnserved(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  private final class Waiting {
    private final String address;
    private final Object request;
    private final DeliveryOptions options;
    private final long begun = System.nanoTime();
    private final Promise<Message<Object>> answer = Promise.promise();
    private final AtomicInteger open = new AtomicInteger(1);

    Waiting(String address, Object request, DeliveryOptions options) {
      this.address = address;
      this.request = request;
      this.options = options;
    }

    void ask(DeliveryOptions within) {
      eventBus
          .<Object>request(address, request, within)
          .onComplete(
              answer::tryComplete,
              failure -> {
                if (open.decrementAndGet() == 0 || isUnserved(failure)) {
                  answer.tryFail(failure);
                }
              });
    }

    /** Within what is left of its deadline. */
    void askAgain() {
      long left = options.getSendTimeout() - (System.nanoTime() - begun) / 1_000_000;
      if (left > 0 && open.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0) {
        ask(new DeliveryOptions(options).setSendTimeout(left));
      }
    }
  }
}
