package dev.groundwire.gateway.idempotency;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.gateway.http.ReplyWitness;
import dev.groundwire.platform.shared.SharedState;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One request with a key: the one that has claimed it, or one that comes for its answer. */
public final class Attempt implements ReplyWitness {
  private static final String SLOT = Attempt.class.getName();
  private static final long NONE = -1;

  /** Refusals of the moment: nothing was done, and the same request may be taken later. */
  private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);

  private final RoutingContext http;
  private final SharedState state;
  private final Terms terms;
  private final Kept claim;
  private String mine;
  private long renewal = NONE;
  private boolean settled;

  /**
   * @param mine what stands in the store
   */
  Attempt(RoutingContext http, SharedState state, Terms terms, Kept claim, String mine) {
    this.http = http;
    this.state = state;
    this.terms = terms;
    this.claim = claim;
    this.mine = mine;
  }

  /** Of most requests there is none. */
  public static Optional<Attempt> of(RoutingContext http) {
    return Optional.ofNullable(http.get(SLOT));
  }

  /** Comes for the answer that the first one has begun. */
  void attach() {
    settled = true;
    http.put(SLOT, this);
  }

  /** Is the first one: the key stays claimed while it is under way. */
  void begin() {
    http.put(SLOT, this);
    ReplyWitness.mark(http, this);
    renewal =
        http.vertx()
            .setPeriodic(Math.max(1, terms.config.lease().toMillis() / 3), fired -> renew());
    http.addEndHandler(this::ended);
  }

  /** What the first request with this key has begun. */
  public Optional<UUID> answer() {
    return Optional.ofNullable(claim.answer());
  }

  /** From now on whoever comes with the key gets that answer. Completes whatever happens. */
  public Future<Void> began(UUID answer) {
    return settled ? Future.succeededFuture() : keep(claim.begun(answer));
  }

  /** That answer has failed, so that the next one with the key begins another. */
  public void failed() {
    free();
  }

  @Override
  public Future<Void> replied(int status, Buffer body) {
    if (settled) {
      return Future.succeededFuture();
    }
    boolean isLarge = body.length() > terms.config.maxResponseBytes();
    if (status >= 500 || PASSING.contains(status) || (isLarge && terms.isWithoutEffect)) {
      return free();
    }
    return keep(claim.replied(status, http.response().headers(), isLarge ? null : body.toString()));
  }

  @Override
  public void broke() {
    if (!settled) {
      free();
    }
  }

  /**
   * A client that leaves does not end what it has begun, so its key is left to the lease: until
   * then the outcome may still come, and be kept.
   */
  private void ended(AsyncResult<Void> outcome) {
    http.vertx().cancelTimer(renewal);
    if (!settled && outcome.succeeded() && http.response().ended()) {
      keep(claim.replied(http.response().getStatusCode(), http.response().headers(), null));
    }
  }

  private void renew() {
    state.replace(terms.name, mine, mine, terms.config.lease());
  }

  private Future<Void> keep(Kept kept) {
    settle();
    String before = mine;
    mine = terms.seal.seal(RecordJson.write(kept));
    return state
        .replace(terms.name, before, mine, terms.config.ttl())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<Void> free() {
    settle();
    return state.giveUp(terms.name, mine).otherwiseEmpty();
  }

  private void settle() {
    settled = true;
    http.vertx().cancelTimer(renewal);
  }

  /**
   * What holds for one key.
   *
   * @param isWithoutEffect for a call that only reads: it may happen again
   */
  record Terms(IdempotencyConfig config, String name, Seal seal, boolean isWithoutEffect) {}
}
