package dev.groundwire.launcher.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The network between nodes, and from them to their services: their connections go through it, and
 * between two sides it can be cut. As in a network that loses every packet, no node is told:
 * connections stay open, and what was sent arrives once it has healed, if anybody still waits for
 * it. A service gives up who was cut off from it, as its keep-alive would have it do in time.
 */
final class Wire implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int PIECE = 1 << 14;

  private final List<Member> members;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Integer, Integer> doors = new HashMap<>();
  private final List<ServerSocket> listening = new ArrayList<>();
  private final Set<Future<?>> tasks = ConcurrentHashMap.newKeySet();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<Socket, Member> served = new ConcurrentHashMap<>();
  private Set<Member> apart = Set.of();
  private Set<Member> isolated = Set.of();
  private int carriedAcross;

  Wire(List<Member> members) {
    this.members = members;
  }

  private Future<?> begin(Callable<?> task) {
    tasks.removeIf(Future::isDone);
    return threads.submit(task);
  }

  /** Leads to that port of a member, where the port is that the others are told. */
  int door(Member to, int port) throws IOException {
    ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listening.add(door);
    doors.put(port, door.getLocalPort());
    tasks.add(begin(() -> accept(door, Optional.of(to), port)));
    return door.getLocalPort();
  }

  /** Leads to a service on that port of this machine. */
  int serviceDoor(int port) throws IOException {
    ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listening.add(door);
    tasks.add(begin(() -> accept(door, Optional.empty(), port)));
    return door.getLocalPort();
  }

  int doorOf(int port) {
    return doors.getOrDefault(port, 0);
  }

  /** From now on nothing passes between these and the others. */
  synchronized void cut(Set<Member> these) {
    apart = Set.copyOf(these);
  }

  /** From now on nothing passes between this one and the others, nor from it to any service. */
  void isolate(Member member) {
    synchronized (this) {
      apart = Set.of(member);
      isolated = Set.of(member);
    }
    served.forEach((socket, by) -> {
      if (by == member) {
        close(socket);
      }
    });
  }

  synchronized void heal() {
    apart = Set.of();
    isolated = Set.of();
    notifyAll();
  }

  /** Pieces that went from one member to another. */
  synchronized int carried() {
    return carriedAcross;
  }

  /**
   * @param other empty for a service
   */
  private synchronized void awaitPassage(Member member, Optional<Member> other)
      throws InterruptedException {
    while (other.isPresent()
        ? apart.contains(member) != apart.contains(other.get())
        : isolated.contains(member)) {
      wait(); // until it is healed, or the test ends and its threads are interrupted
    }
    carriedAcross += other.isPresent() ? 1 : 0;
  }

  private Void accept(ServerSocket door, Optional<Member> to, int port) throws IOException {
    while (true) {
      Socket near = door.accept();
      open.add(near);
      tasks.add(begin(() -> carry(near, to, port)));
    }
  }

  private Void carry(Socket near, Optional<Member> to, int port)
      throws IOException, InterruptedException {
    try (near;
        Socket far = new Socket()) {
      Member from = Sockets.ownerOf(near, members);
      awaitPassage(from, to);
      open.add(far);
      if (to.isEmpty()) {
        served.put(far, from);
      }
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      Future<?> back = begin(() -> copy(far, near, from, to));
      copy(near, far, from, to);
      back.get();
    } catch (ExecutionException closed) {
      // as its other direction was
    } finally {
      open.remove(near);
      served.keySet().removeIf(Socket::isClosed);
    }
    return null;
  }

  private Void copy(Socket source, Socket target, Member from, Optional<Member> to)
      throws InterruptedException {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = source.getInputStream();
      OutputStream out = target.getOutputStream();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        awaitPassage(from, to);
        out.write(piece, 0, read);
      }
      awaitPassage(from, to);
      target.shutdownOutput();
    } catch (IOException reset) {
      awaitPassage(from, to);
      close(source);
      close(target);
    }
    return null;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closed) {
      // it is what was wanted
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket door : listening) {
      door.close();
    }
    tasks.forEach(task -> task.cancel(true));
    threads.shutdownNow();
    open.forEach(Wire::close);
  }
}
