package dev.groundwire.webhooks;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.WakeUp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends facts to subscribers over HTTP. Virtual-thread: one try awaits while others go on. */
public final class WebhooksVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(WebhooksVerticle.class);
  private static final Duration PRUNED_EVERY = Duration.ofHours(1);

  private final WebhooksConfig config;
  private final WebhooksWiring wiring;
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean stopping;
  private WakeUp work;
  private Bus bus;
  private WebhooksWiring.Parts parts;

  @SuppressWarnings("NullAway.Init") // the rest is set in start(), before anything reads it
  public WebhooksVerticle(WebhooksConfig config, WebhooksWiring wiring) {
    this.config = config;
    this.wiring = wiring;
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    work = new WakeUp(vertx);
    parts = wiring.parts(vertx, config, work::signal);
    Webhooks webhooks = parts.webhooks();
    Deliveries deliveries = parts.deliveries();
    vertx.setPeriodic(0, PRUNED_EVERY.toMillis(), ignored -> prune());
    int most = config.atOnce();
    return Future.all(
            List.of(
                bus.answer(WebhookBus.FAN_OUT_EVENT, most, parts.fanOut()::handle),
                bus.answer(WebhookBus.CREATE_WEBHOOK, most, webhooks::create),
                bus.answer(WebhookBus.LIST_WEBHOOKS, most, webhooks::list),
                bus.answer(WebhookBus.FIND_WEBHOOK, most, webhooks::find),
                bus.answer(WebhookBus.CHANGE_WEBHOOK, most, webhooks::change),
                bus.answer(WebhookBus.DELETE_WEBHOOK, most, webhooks::delete),
                bus.answer(WebhookBus.ROTATE_SECRET, most, webhooks::rotate),
                bus.answer(WebhookBus.TEST_WEBHOOK, most, deliveries::test),
                bus.answer(WebhookBus.LIST_DELIVERIES, most, deliveries::list),
                bus.answer(WebhookBus.FIND_DELIVERY, most, deliveries::find),
                bus.answer(WebhookBus.REDELIVER_ONE, most, deliveries::redeliver),
                bus.answer(WebhookBus.REDELIVER_FAILED, most, deliveries::redeliver)))
        .onSuccess(ready -> context.runOnContext(ignored -> sendUntilStopped()));
  }

  private void sendUntilStopped() {
    Dispatcher dispatcher = parts.dispatcher();
    while (!stopping) {
      try {
        for (LeasedDelivery delivery : dispatcher.lease()) {
          delivery.trail().run(context, () -> send(delivery));
        }
      } catch (BusFailure away) {
        LOG.atDebug().addKeyValue("cause", away.getMessage()).log("nothing leased");
      } catch (RuntimeException failure) {
        LOG.atError().setCause(failure).log("deliveries not leased, trying again");
      }
      work.await(config.pollInterval());
    }
    while (!dispatcher.isIdle()) {
      work.await(config.pollInterval());
    }
    ended.complete();
  }

  private void send(LeasedDelivery delivery) {
    try {
      parts.dispatcher().send(delivery);
    } catch (RuntimeException unsettled) {
      LOG.atWarn()
          .addKeyValue("delivery", delivery.id())
          .addKeyValue("cause", unsettled.toString())
          .log("delivery not settled, it is sent again");
    }
    work.signal();
  }

  private void prune() {
    try {
      parts.dispatcher().prune();
    } catch (RuntimeException failure) {
      LOG.atWarn().addKeyValue("cause", failure.toString()).log("old deliveries not removed");
    }
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    parts.meters().close();
    work.signal();
    return bus.drain(Duration.ofSeconds(5))
        .compose(ignored -> ended.future())
        .timeout(30, TimeUnit.SECONDS)
        .otherwiseEmpty() // what is left is sent again when its lease is over
        .eventually(parts::close);
  }
}
