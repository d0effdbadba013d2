package dev.groundwire.gateway.documents;

import dev.groundwire.gateway.access.TenantScopeRepository;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Original bytes of documents, in parts of 1 MiB, each part committed by itself. */
public final class ContentStore {
  static final int PART_BYTES = 1 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(ContentStore.class);
  private static final int SWEPT_AT_ONCE = 100;

  private final TenantScopeRepository database;
  private final Clock clock;
  private final DocumentPartRepository parts = new DocumentPartRepository();

  public ContentStore(TenantScopeRepository database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  Future<Void> add(UUID organizationId, UUID contentId, int partNo, Buffer bytes) {
    return database.inTenant(
        organizationId, tx -> parts.add(tx, organizationId, contentId, partNo, bytes));
  }

  /** Empty behind the last part. */
  Future<Optional<Buffer>> find(UUID organizationId, UUID contentId, int partNo) {
    return database.inTenant(organizationId, tx -> parts.find(tx, contentId, partNo));
  }

  /** Succeeds also when it could not be done: the sweep does it later. */
  Future<Void> remove(UUID organizationId, UUID contentId) {
    return database
        .inTenant(organizationId, tx -> parts.remove(tx, contentId))
        .otherwise(failure -> {
          LOG.atWarn()
              .addKeyValue("content", contentId)
              .addKeyValue("cause", failure.toString())
              .log("parts of a refused upload stay until the sweep");
          return null;
        });
  }

  /** Removes what uploads left behind that long ago, when they or this process were cut off. */
  public Future<Integer> sweep(Duration age) {
    return database.asSystem(
        tx -> parts.removeOrphans(tx, clock.instant().minus(age), SWEPT_AT_ONCE));
  }
}
