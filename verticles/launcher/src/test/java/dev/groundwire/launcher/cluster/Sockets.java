package dev.groundwire.launcher.cluster;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Whose connection is it? Linux tells it under /proc. */
final class Sockets {
  private static final Path PROC = Path.of("/proc");
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int INODE = 9;

  private Sockets() {}

  /** The member whose process has begun the connection that was accepted as this socket. */
  static Member ownerOf(Socket accepted, List<Member> members) throws IOException {
    String ports = hexadecimal(accepted.getPort()) + ">" + hexadecimal(accepted.getLocalPort());
    String inode = inode(ports).orElseThrow(() -> new IOException("its other end is gone"));
    for (Member member : members) {
      OptionalLong pid = member.pid();
      if (pid.isPresent() && has(pid.getAsLong(), "socket:[" + inode + "]")) {
        return member;
      }
    }
    throw new IOException("a connection of nobody's: " + ports);
  }

  private static String hexadecimal(int port) {
    return ":%04X".formatted(port);
  }

  private static Optional<String> inode(String ports) throws IOException {
    for (String table : List.of("tcp", "tcp6")) {
      try (Stream<String> rows = Files.lines(PROC.resolve("net").resolve(table))) {
        Optional<String> found =
            rows.map(row -> row.strip().split("\\s+", -1))
                .filter(row -> row.length > INODE)
                .filter(row -> (port(row[LOCAL]) + ">" + port(row[REMOTE])).equals(ports))
                .map(row -> row[INODE])
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static String port(String address) {
    return address.substring(Math.max(0, address.lastIndexOf(':')));
  }

  private static boolean has(long pid, String socket) throws IOException {
    Path descriptors = PROC.resolve(Long.toString(pid)).resolve("fd");
    if (!Files.isDirectory(descriptors)) {
      return false;
    }
    try (DirectoryStream<Path> each = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : each) {
        if (isLinkTo(descriptor, socket)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isLinkTo(Path descriptor, String socket) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(socket);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
