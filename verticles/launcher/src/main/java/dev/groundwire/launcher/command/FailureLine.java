package dev.groundwire.launcher.command;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.launcher.client.ApiFailure;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Set;

/** One line for a person instead of a stack trace. */
final class FailureLine {
  /** Their messages are written for a person already; named, as they belong to other packages. */
  private static final Set<Class<?>> CLEAR =
      Set.of(
          UserFailure.class,
          ApiFailure.class,
          BusFailure.class,
          IllegalArgumentException.class,
          IllegalStateException.class);

  private FailureLine() {}

  static String of(Throwable failure) {
    String message = text(failure).strip();
    return message.lines().findFirst().orElse(message);
  }

  private static String text(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + " does not exist; check the path";
      case AccessDeniedException denied ->
          denied.getFile() + " may not be read or written by this user; change its permissions";
      case FileSystemException file ->
          file.getFile() + ": " + (file.getReason() == null ? "cannot be used" : file.getReason());
      case UncheckedIOException wrapped when wrapped.getCause() != null -> text(wrapped.getCause());
      default -> described(failure);
    };
  }

  private static String described(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return "Unexpected " + failure.getClass().getName() + "; add --stacktrace to see where";
    }
    boolean clear =
        CLEAR.contains(failure.getClass())
            || failure.getClass().getName().startsWith("dev.groundwire.");
    return clear ? message : failure.getClass().getSimpleName() + ": " + message;
  }
}
