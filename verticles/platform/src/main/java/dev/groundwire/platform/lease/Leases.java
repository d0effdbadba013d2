package dev.groundwire.platform.lease;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Lease;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The {@code lease} table. Only the database's clock counts, and only what is committed with {@link
 * #fence}: a node may be paused for any time between two of its statements.
 */
public final class Leases {
  /** A holder that comes back after it ran out is another one as well: it may have two threads. */
  private static final String ACQUIRE =
      """
      INSERT INTO lease AS l (name, organization_id, holder, term, expires_at)
      VALUES ($1, $2, $3, 1, clock_timestamp() + $4 * interval '1 millisecond')
      ON CONFLICT (name) DO UPDATE
      SET holder = excluded.holder,
        term = l.term + (l.holder IS NULL OR l.expires_at <= clock_timestamp())::int,
        expires_at = excluded.expires_at
      WHERE l.holder IS NULL OR l.expires_at <= clock_timestamp() OR l.holder = excluded.holder
      RETURNING term
      """;

  /** Also one that has run out, as long as nobody has taken it. */
  private static final String RENEW =
      """
      UPDATE lease SET expires_at = clock_timestamp() + $3 * interval '1 millisecond'
      FROM unnest($1::text[], $2::bigint[]) AS held (name, term)
      WHERE lease.name = held.name AND lease.term = held.term AND lease.holder = $4
      RETURNING lease.name
      """;

  private static final String RELEASE =
      """
      UPDATE lease SET holder = NULL, expires_at = '-infinity'
      WHERE name = $1 AND holder = $2 AND term = $3
      """;
  private static final String FENCE =
      "SELECT 1 FROM lease WHERE name = $1 AND holder = $2 AND term = $3 FOR SHARE";
  private static final String DROP =
      "DELETE FROM lease WHERE name = $1 AND holder = $2 AND term = $3";

  /** Empty while another one has it. Asked again by its holder, it is the same and lasts longer. */
  public Optional<Lease> acquire(SqlConnection tx, String name, UUID holder, Duration lasting) {
    return acquire(tx, name, null, holder, lasting);
  }

  /**
   * The same for what is of one organization.
   *
   * @param organization whose transactions can look at it
   */
  public Optional<Lease> acquire(
      SqlConnection tx, String name, @Nullable UUID organization, UUID holder, Duration lasting) {
    return Rows.first(
        tx,
        ACQUIRE,
        Tuple.of(name, organization, holder, lasting.toMillis()),
        row -> new Lease(name, holder, row.getLong("term")));
  }

  /** The names of those that are still held; the others are lost for good. Of one holder. */
  public List<String> renew(
      SqlConnection tx, UUID holder, Collection<Lease> held, Duration lasting) {
    return Rows.list(
        tx,
        RENEW,
        Tuple.of(
            held.stream().map(Lease::name).toArray(String[]::new),
            held.stream().map(Lease::term).toArray(Long[]::new),
            lasting.toMillis(),
            holder),
        row -> row.getString("name"));
  }

  /** Whoever comes next needs not wait. Harmless for one that is lost. */
  public void release(SqlConnection tx, Lease lease) {
    Rows.update(tx, RELEASE, Tuple.of(lease.name(), lease.holder(), lease.term()));
  }

  /** The same for what never comes again: its row goes. */
  public void drop(SqlConnection tx, Lease lease) {
    Rows.update(tx, DROP, Tuple.of(lease.name(), lease.holder(), lease.term()));
  }

  /**
   * To be called in the transaction of an effect, before the effect: nobody can take the lease
   * until that transaction has ended.
   *
   * @throws BusFailure {@code CONFLICT} when another one has taken it
   */
  public void fence(SqlConnection tx, Lease lease) {
    boolean isHeld =
        Rows.first(tx, FENCE, Tuple.of(lease.name(), lease.holder(), lease.term()), row -> lease)
            .isPresent();
    if (!isHeld) {
      throw new BusFailure(
          FailureCode.CONFLICT,
          lease.name() + " is no longer this node's under term " + lease.term() + ".");
    }
  }
}
