package dev.groundwire.testing.browser;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a message together. */
final class WholeMessages implements WebSocket.Listener {
  private final StringBuilder parts = new StringBuilder();
  private final Consumer<String> receiver;
  private final Consumer<Throwable> failed;

  WholeMessages(Consumer<String> receiver, Consumer<Throwable> failed) {
    this.receiver = receiver;
    this.failed = failed;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    parts.append(part);
    if (last) {
      String message = parts.toString();
      parts.setLength(0);
      receiver.accept(message);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    failed.accept(new BrowserFailure("the browser closed the connection: " + status + reason));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    failed.accept(error);
  }
}
