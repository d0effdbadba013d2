package dev.groundwire.loadtests.chaos;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventJson;
import dev.groundwire.loadtests.chaos.History.Fact;
import dev.groundwire.testing.program.LoopbackServer;
import io.nats.client.Connection;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.OrderedConsumerContext;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The broker of a run, seen by a client of the suite's own. */
final class Broker implements AutoCloseable {
  private static final String STREAM = "GROUNDWIRE";
  private static final String INBOX = "groundwire-inbox";
  private static final int TOGETHER = 500;

  private final LoopbackServer server;

  Broker(LoopbackServer server) {
    this.server = server;
  }

  LoopbackServer server() {
    return server;
  }

  /** Asks on a connection of its own, since the server comes and goes. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(Connection connection) throws IOException, JetStreamApiException, InterruptedException;
  }

  private <T> T ask(Question<T> question) throws IOException {
    try {
      Connection connection = Nats.connect(server.url());
      try {
        return question.ask(connection);
      } finally {
        connection.close();
      }
    } catch (JetStreamApiException refused) {
      throw new IOException(refused);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  /** Whether the inbox has acknowledged all there is. */
  boolean isDrained() throws IOException {
    return ask(connection -> {
      ConsumerInfo inbox = connection.jetStreamManagement().getConsumerInfo(STREAM, INBOX);
      return inbox.getNumPending() == 0 && inbox.getNumAckPending() == 0;
    });
  }

  /** Lets the stream hold so many more, or as many as it may. */
  void limit(long more) throws IOException {
    ask(connection -> {
      JetStreamManagement streams = connection.jetStreamManagement();
      var info = streams.getStreamInfo(STREAM);
      long most = more < 0 ? -1 : info.getStreamState().getMsgCount() + more;
      return streams.updateStream(
          StreamConfiguration.builder(info.getConfiguration()).maxMessages(most).build());
    });
  }

  /** The suite's facts in the order of the stream, repeated ones included. */
  List<Fact> facts() throws IOException {
    return ask(connection -> {
      List<Fact> facts = new ArrayList<>();
      long left =
          connection.jetStreamManagement().getStreamInfo(STREAM).getStreamState().getMsgCount();
      OrderedConsumerContext all =
          connection
              .getStreamContext(STREAM)
              .createOrderedConsumer(new OrderedConsumerConfiguration());
      while (left > 0) {
        left -= read(all, (int) Math.min(TOGETHER, left), facts);
      }
      return facts;
    });
  }

  private static int read(OrderedConsumerContext from, int most, List<Fact> facts)
      throws IOException, JetStreamApiException, InterruptedException {
    int count = 0;
    FetchConsumer batch =
        from.fetch(FetchConsumeOptions.builder().maxMessages(most).expiresIn(5_000).build());
    for (Message message = next(batch); message != null; message = next(batch)) {
      count++;
      EventEnvelope event = EventJson.read(message.getData());
      if (event.type().equals(ChaosBus.OP_DONE.name())) {
        OpDone done = ChaosBus.OP_DONE.read(event);
        facts.add(new Fact(event.id(), done.op(), event.key(), event.keySeq()));
      }
    }
    batch.stop();
    if (count == 0) {
      throw new IOException("the stream gave nothing for 5 s");
    }
    return count;
  }

  private static @Nullable Message next(FetchConsumer batch)
      throws IOException, InterruptedException {
    try {
      return batch.nextMessage();
    } catch (JetStreamStatusCheckedException refused) {
      throw new IOException(refused);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
