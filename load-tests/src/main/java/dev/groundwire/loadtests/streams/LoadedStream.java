package dev.groundwire.loadtests.streams;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One stream of a load, on a connection of its own. */
final class LoadedStream {
  private static final int PORTS_PER_ADDRESS = 20_000;

  private final Target target;
  private final int tokens;
  private final Totals totals;
  private final long intended;
  private final SocketChannel channel;
  private final ByteBuffer request;
  private final TokenCheck check = new TokenCheck(this::token);
  private final EventReader events = new EventReader(check);
  private final HttpBody body = new HttpBody(events);
  private long now;

  private LoadedStream(
      Target target, int tokens, Totals totals, long intended, SocketChannel channel) {
    this.target = target;
    this.tokens = tokens;
    this.totals = totals;
    this.intended = intended;
    this.channel = channel;
    this.request = ByteBuffer.wrap(target.request());
  }

  /**
   * @param number picks the source address, as one has not ports for all
   */
  static void open(
      Target target, int tokens, Totals totals, long intended, int number, Selector selector)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (number >= PORTS_PER_ADDRESS) {
      channel.bind(new InetSocketAddress("127.0.0." + (2 + number / PORTS_PER_ADDRESS), 0));
    }
    LoadedStream stream = new LoadedStream(target, tokens, totals, intended, channel);
    totals.opened.increment();
    boolean connected = channel.connect(target.address());
    SelectionKey key =
        channel.register(
            selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, stream);
    if (connected) {
      stream.write(key);
    }
  }

  void ready(SelectionKey key, byte[] buffer) {
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        write(key);
      } else if (key.isWritable()) {
        write(key);
      } else if (key.isReadable()) {
        read(buffer);
      }
    } catch (IOException | RuntimeException broken) {
      fail(broken.toString());
    }
  }

  private void write(SelectionKey key) throws IOException {
    channel.write(request);
    key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private void read(byte[] buffer) throws IOException {
    int length = channel.read(ByteBuffer.wrap(buffer));
    now = System.nanoTime();
    if (length < 0) {
      fail("the connection was closed after " + check.next() + " tokens");
      return;
    }
    boolean unanswered = body.status() == 0;
    body.feed(buffer, length);
    if (unanswered && body.status() != 0) {
      totals.answered.increment();
    }
    if (body.isComplete()) {
      end();
    }
  }

  private void token(int number, long stamp) {
    totals.tokens.increment();
    if (number == 0) {
      totals.first.recordValue(Math.max(0, now - intended));
    }
    if (stamp > 0) {
      totals.delivery.recordValue(Math.max(0, now - stamp));
    }
  }

  private void end() {
    if (body.status() != 200) {
      fail("status " + body.status());
    } else if (!events.isDone() || !events.failure().isEmpty() || events.idsOutOfOrder() > 0) {
      fail("no regular end: " + events.failure());
    } else {
      finish();
      totals.ended.increment();
    }
  }

  private void fail(String why) {
    finish();
    totals.fail(target.name() + ": " + why);
  }

  private void finish() {
    if (body.status() == 200) {
      totals.lost.add(check.lost(tokens));
      totals.repeated.add(check.repeated());
    }
    abandon();
  }

  /** Closes without a word, as a client that goes. */
  void abandon() {
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      totals.fail(alreadyGone.toString());
    }
  }
}
