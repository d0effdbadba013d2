package dev.groundwire.launcher.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Hazelcast's cluster manager, which also knows what this node has registered, so that it can be
 * registered again where a partition has swallowed it.
 */
final class Registrations extends HazelcastClusterManager {
  /** Of one node or room alone, such as the end of its streams. */
  private static final Pattern PRIVATE =
      Pattern.compile(".*\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private record Registered(String address, RegistrationInfo info) {}

  private final Set<Registered> own = ConcurrentHashMap.newKeySet();
  private volatile Runnable onLoss = () -> {};

  Registrations(Config config) {
    super(config);
  }

  @Override
  public void addRegistration(String address, RegistrationInfo info, Completable<Void> done) {
    if (!info.localOnly()) {
      own.add(new Registered(address, info));
    }
    super.addRegistration(address, info, done);
  }

  @Override
  public void removeRegistration(String address, RegistrationInfo info, Completable<Void> done) {
    own.remove(new Registered(address, info));
    super.removeRegistration(address, info, done);
  }

  /** Whom to tell, on a thread of Hazelcast's, that a node has gone and its addresses with it. */
  void onMemberLost(Runnable told) {
    onLoss = told;
  }

  @Override
  public synchronized void memberRemoved(MembershipEvent event) {
    super.memberRemoved(event);
    onLoss.run();
  }

  /**
   * Takes what several nodes serve out of the registry, while it is still served here: others send
   * their requests elsewhere, and what they have sent meanwhile finds its room. What only this node
   * can answer stays.
   */
  Future<Void> withdraw() {
    List<Registered> shared =
        own.stream().filter(each -> !PRIVATE.matcher(each.address()).matches()).toList();
    shared.forEach(own::remove);
    return Future.join(shared.stream().map(this::undo).toList()).mapEmpty();
  }

  /** Registers everything once more; what is there already stays as it is. */
  Future<Void> again() {
    return Future.all(List.copyOf(own).stream().map(this::again).toList()).mapEmpty();
  }

  private Future<Void> again(Registered each) {
    Promise<Void> done = Promise.promise();
    super.addRegistration(each.address(), each.info(), done);
    return done.future()
        .compose(registered ->
            own.contains(each)
                ? Future.<Void>succeededFuture()
                : undo(each)); // its consumer has gone meanwhile
  }

  private Future<Void> undo(Registered each) {
    Promise<Void> done = Promise.promise();
    super.removeRegistration(each.address(), each.info(), done);
    return done.future();
  }
}
