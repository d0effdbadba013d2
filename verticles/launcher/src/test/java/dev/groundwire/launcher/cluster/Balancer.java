package dev.groundwire.launcher.cluster;

import dev.groundwire.launcher.product.Api;
import dev.groundwire.launcher.product.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of the nodes: it takes one after the other of those whose {@code
 * /health/ready} says so, looked at twice a second, and another one only where a connection was
 * refused, or closed before any of the answer to a request that may be repeated. Whatever else goes
 * wrong is written down.
 */
final class Balancer implements AutoCloseable {
  private static final long LOOK_MILLIS = 500;

  private final List<Member> members;
  private final Set<Member> ready = ConcurrentHashMap.newKeySet();
  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger turn = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Thread> looking = new ArrayList<>();

  /**
   * A request that was not served.
   *
   * @param member that was asked last; -1 when there was none
   * @param begun when it was sent there, by {@link System#nanoTime}
   */
  record Failure(String what, int member, long begun, long ended, String how) {}

  /** A request that no node has served. It is written down already. */
  static final class Unserved extends IOException {
    private static final long serialVersionUID = 1L;

    Unserved(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A request, at whichever node. */
  record Request(String what, boolean isRepeatable, Function<Api, HttpRequest.Builder> made) {}

  /** An answer whose head has come. */
  record Opened(Member member, HttpResponse<InputStream> response) {}

  Balancer(List<Member> members) throws InterruptedException {
    this.members = members;
    for (Member member : members) {
      look(member);
      looking.add(Thread.ofVirtual().start(() -> keepLooking(member)));
    }
  }

  private void keepLooking(Member member) {
    try {
      while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        look(member);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Member member) throws InterruptedException {
    if (member.isReady()) {
      ready.add(member);
    } else {
      ready.remove(member);
    }
  }

  boolean sends(Member member) {
    return ready.contains(member);
  }

  /** Requests so far. */
  int sent() {
    return sent.get();
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** A request and the whole of its answer. */
  Reply send(Request request) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Opened opened = open(request);
    try (InputStream body = opened.response().body()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      if (opened.response().statusCode() >= 500) {
        fail(request, opened.member(), begun, opened.response().statusCode() + " " + text);
      }
      return new Reply(opened.response().statusCode(), opened.response().headers(), text);
    } catch (IOException brokenOff) {
      throw unserved(request, opened.member(), begun, brokenOff);
    }
  }

  /** A request whose answer is read as it comes. */
  Opened open(Request request) throws IOException, InterruptedException {
    sent.incrementAndGet();
    List<Member> tried = new ArrayList<>();
    IOException last = new IOException("no node is ready");
    while (true) {
      List<Member> left = members.stream().filter(ready::contains).toList();
      left = left.stream().filter(member -> !tried.contains(member)).toList();
      long begun = System.nanoTime();
      if (left.isEmpty()) {
        throw unserved(request, null, begun, last);
      }
      Member next = left.get(Math.floorMod(turn.getAndIncrement(), left.size()));
      tried.add(next);
      try {
        return new Opened(next, next.api().open(request.made().apply(next.api())));
      } catch (ConnectException refused) {
        last = refused;
      } catch (IOException brokenOff) {
        if (!request.isRepeatable()) {
          throw unserved(request, next, begun, brokenOff);
        }
        last = brokenOff;
      }
    }
  }

  private Unserved unserved(Request request, @Nullable Member member, long begun, IOException why) {
    fail(request, member, begun, why.toString());
    return new Unserved(request.what() + " was not served", why);
  }

  private void fail(Request request, @Nullable Member member, long begun, String how) {
    failures.add(
        new Failure(
            request.what(), member == null ? -1 : member.number(), begun, System.nanoTime(), how));
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
