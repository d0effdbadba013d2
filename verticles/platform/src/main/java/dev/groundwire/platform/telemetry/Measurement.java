package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of what somebody has to be asked for, above all the database: asked every so often by the
 * room that knows how, never by who reads the metrics. While there is no answer they are NaN: an
 * old figure would look like a fresh one.
 */
public final class Measurement implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Measurement.class);

  /** One gauge's value; set by the question, read by anyone. */
  public static final class Figure {
    private volatile double value = Double.NaN;

    public void set(double value) {
      this.value = value;
    }

    public void set(long value) {
      this.value = value;
    }

    double value() {
      return value;
    }
  }

  private final Vertx vertx;
  private final String what;
  private final MeterRegistry meters;
  private final Duration every;
  private final List<Figure> figures = new ArrayList<>();
  private final List<Gauge> gauges = new ArrayList<>();
  private Runnable question = () -> {};
  private long timer;
  private boolean asking;
  private boolean told;
  private volatile boolean closed;

  /**
   * @param what is measured, for the log
   */
  public Measurement(Vertx vertx, String what) {
    this.vertx = vertx;
    this.what = what;
    Telemetry telemetry = Telemetry.of(vertx);
    this.meters = telemetry.meters();
    this.every = telemetry.measureInterval();
  }

  /**
   * A gauge of this name; before {@link #begin}.
   *
   * @param labels names and values in turn
   */
  public Figure figure(String name, String description, String... labels) {
    Figure figure = new Figure();
    gauges.add(
        Gauge.builder(name, figure, Figure::value)
            .description(description)
            .tags(labels)
            .strongReference(true)
            .register(meters));
    figures.add(figure);
    return figure;
  }

  /**
   * Asks now and then again and again, never twice at a time. From a context of virtual threads.
   *
   * @param question sets the figures; may await, and throw
   */
  public Measurement begin(Runnable question) {
    this.question = question;
    timer = vertx.setPeriodic(0, Math.max(1, every.toMillis()), ignored -> ask());
    return this;
  }

  private void ask() {
    if (closed) {
      return;
    }
    if (asking) {
      failed("no answer within " + every);
      return;
    }
    asking = true;
    try {
      question.run();
      told = false;
    } catch (Exception failure) { // await() also throws checked ones, undeclared
      failed(failure.toString());
    } finally {
      asking = false;
    }
  }

  private void failed(String why) {
    figures.forEach(figure -> figure.set(Double.NaN));
    if (!told && !closed) {
      told = true;
      LOG.atWarn().addKeyValue("what", what).addKeyValue("cause", why).log("not measured");
    }
  }

  /** Ends the gauges too: what is not measured any more has no value. */
  @Override
  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
    gauges.forEach(meters::remove);
  }
}
