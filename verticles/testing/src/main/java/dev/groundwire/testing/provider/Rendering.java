package dev.groundwire.testing.provider;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A script in the bytes of one protocol. */
record Rendering(Script script, boolean isStream, List<Act> acts) {
  private static final String JSON = "application/json";

  static Rendering of(Script script, Dialect dialect, boolean isStream) {
    List<Act> acts = new ArrayList<>();
    for (Step step : script.steps()) {
      add(step, dialect, isStream || script.status() != 200, acts);
    }
    if (!isStream && script.status() == 200) {
      acts.add(new Act.Write(Buffer.buffer(dialect.whole(script.steps()))));
    }
    return new Rendering(script, isStream, script.cut() == 0 ? acts : cut(acts, script.cut()));
  }

  String contentType() {
    return isStream && script.status() == 200 ? "text/event-stream" : JSON;
  }

  private static void add(Step step, Dialect dialect, boolean frames, List<Act> acts) {
    switch (step) {
      case Step.Wait wait -> acts.add(new Act.Pause(wait.time().toNanos()));
      case Step.Until until -> acts.add(new Act.Await(until.signal()));
      case Step.Stall ignored -> {
        // Shows the head of the response, which a first step that stalls would leave unsent.
        write(frames ? ": stalled\n\n" : "", acts);
        acts.add(new Act.Stall());
      }
      case Step.Disconnect ignored -> acts.add(new Act.Disconnect());
      case Step.SendBytes raw -> {
        if (frames) {
          acts.add(new Act.Write(Buffer.buffer(raw.raw())));
        }
      }
      case Step.Stamp stamp -> {
        if (frames) {
          String text = stamp.number() + "@" + Act.Stamped.BLANK + " ";
          acts.add(Act.Stamped.of(dialect.say(text)));
        }
      }
      default -> write(frames ? frame(step, dialect) : "", acts);
    }
  }

  private static String frame(Step step, Dialect dialect) {
    return switch (step) {
      case Step.Begin ignored -> dialect.begin();
      case Step.Say say -> dialect.say(say.text());
      case Step.CallTool call -> dialect.callTool(call);
      case Step.Finish finish -> dialect.finish(finish.reason());
      case Step.Count count -> dialect.count(count);
      case Step.Fail failure -> dialect.fail(failure);
      case Step.KeepAlive ignored -> dialect.keepAlive();
      case Step.Done ignored -> dialect.done();
      case Step.Send raw -> raw.raw();
      default -> throw new IllegalStateException(step + " has no frame");
    };
  }

  private static void write(String text, List<Act> acts) {
    if (!text.isEmpty()) {
      acts.add(new Act.Write(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static List<Act> cut(List<Act> acts, int bytes) {
    List<Act> pieces = new ArrayList<>();
    for (Act act : acts) {
      byte[] all =
          switch (act) {
            case Act.Write write -> write.bytes().getBytes();
            case Act.Stamped stamped -> stamped.now().getBytes();
            default -> new byte[0];
          };
      if (all.length == 0) {
        pieces.add(act);
      }
      for (int from = 0; from < all.length; from += bytes) {
        byte[] piece = Arrays.copyOfRange(all, from, Math.min(all.length, from + bytes));
        pieces.add(new Act.Write(Buffer.buffer(piece)));
      }
    }
    return pieces;
  }
}
