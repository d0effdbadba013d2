package dev.groundwire.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.gateway.http.PlainText;
import dev.groundwire.platform.telemetry.RequestScope;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Finds the workspace that {@code {ws}} in a path means, within the caller's organization only. */
public final class Workspaces {
  private static final int LONGEST_REFERENCE = 64;

  private final TenantScopeRepository database;
  private final WorkspaceRepository workspaces = new WorkspaceRepository();
  private final Supplier<UUID> ids;

  /**
   * Hits only: a workspace that appears is found at once, and nothing is shared by organizations.
   */
  private final Cache<Reference, Tenant> found =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(30)).build();

  public Workspaces(TenantScopeRepository database, Supplier<UUID> ids) {
    this.database = database;
    this.ids = ids;
  }

  /** Makes sure that these organizations exist, each with a workspace {@code default}. */
  public Future<Map<String, UUID>> ensure(Iterable<String> organizations) {
    return database.asSystem(tx -> {
      Map<String, UUID> known = new HashMap<>();
      Future<Void> each = Future.succeededFuture();
      for (String slug : organizations) {
        each =
            each.compose(ignored -> workspaces.ensureOrganization(tx, ids.get(), slug))
                .compose(id -> {
                  known.put(slug, id);
                  return workspaces.ensureWorkspace(tx, ids.get(), id, "default");
                });
      }
      return each.map(ignored -> known);
    });
  }

  /** The tenant of a route with {@code :ws}; fails as {@code NOT_FOUND} also for another's. */
  public Future<Tenant> tenantOf(RoutingContext http) {
    return tenantOf(Caller.of(http).organizationId(), String.valueOf(http.pathParam("ws")));
  }

  /** The same for a workspace that is named elsewhere than in the path. */
  public Future<Tenant> tenantOf(UUID organizationId, String workspace) {
    Reference reference = new Reference(organizationId, workspace);
    Tenant known = found.getIfPresent(reference);
    return (known == null ? lookUp(reference) : Future.succeededFuture(known))
        .onSuccess(tenant -> RequestScope.current().in(tenant).enter());
  }

  /** The slugs of the organization's workspaces. */
  public Future<List<String>> slugs(UUID organizationId) {
    return database.inTenant(organizationId, tx -> workspaces.slugs(tx, organizationId));
  }

  private Future<Tenant> lookUp(Reference reference) {
    UUID organization = reference.organizationId;
    if (reference.workspace.length() > LONGEST_REFERENCE
        || !PlainText.isLine(reference.workspace)) {
      return Future.failedFuture(unknown());
    }
    return database
        .inTenant(
            organization,
            tx ->
                workspaces.find(
                    tx,
                    organization,
                    reference.workspace,
                    PathIds.parse(reference.workspace).orElse(null)))
        .compose(id -> remember(reference, id));
  }

  private Future<Tenant> remember(Reference reference, Optional<UUID> id) {
    if (id.isEmpty()) {
      return Future.failedFuture(unknown());
    }
    Tenant tenant = new Tenant(reference.organizationId, id.get());
    found.put(reference, tenant);
    return Future.succeededFuture(tenant);
  }

  private static BusFailure unknown() {
    return new BusFailure(
        FailureCode.NOT_FOUND, "There is no such workspace; \"default\" exists from the start.");
  }

  private record Reference(UUID organizationId, String workspace) {}
}
