package dev.groundwire.llm.budget;

import dev.groundwire.platform.redis.RedisLink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A hash in Redis for each provider, changed by one script on the clock of Redis. */
final class RedisLeases implements Leases {
  private static final String KEY = "groundwire:budget:";
  private static final String SCRIPT = script();

  private final RedisLink link;
  private final Context context;
  private final UUID node;
  private final String key;

  /**
   * @param context of the room
   */
  RedisLeases(RedisLink link, Context context, UUID node, String provider) {
    this.link = link;
    this.context = context;
    this.node = node;
    this.key = KEY + provider;
  }

  @Override
  public Future<Lease> exchange(Bid bid) {
    Request eval =
        Request.cmd(Command.EVAL)
            .arg(SCRIPT)
            .arg(1)
            .arg(key)
            .arg(node.toString())
            .arg(bid.perMinute())
            .arg(bid.back())
            .arg(bid.held())
            .arg(bid.need())
            .arg(bid.ahead())
            .arg(bid.joins().isPresent() ? 1 : 0);
    bid.joins()
        .ifPresent(
            joining -> eval.arg(joining.free()).arg(joining.share()).arg(joining.aloneMillis()));
    Promise<Lease> here = Promise.promise();
    link.call(List.of(eval))
        .map(replies -> lease(replies.getFirst()))
        .onComplete(
            lease -> context.runOnContext(then -> here.complete(lease)),
            failure -> context.runOnContext(then -> here.fail(failure)));
    return here.future();
  }

  private static Lease lease(Response reply) {
    return new Lease(number(reply, 0), number(reply, 1), number(reply, 2) == 1);
  }

  private static long number(Response reply, int at) {
    return Objects.requireNonNull(reply.get(at).toLong(), "no number");
  }

  private static String script() {
    try (InputStream text = RedisLeases.class.getResourceAsStream("exchange.lua")) {
      if (text == null) {
        throw new IllegalStateException("exchange.lua is missing in the program; build it again");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
