package dev.groundwire.webhooks;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.platform.bus.Deadline;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Lets nobody have requests sent to where they may not go. */
final class EndpointGuard {
  private final AddressPolicy policy;
  private final NameLookup names;
  private final Duration patience;

  EndpointGuard(AddressPolicy policy, NameLookup names, Duration patience) {
    this.policy = policy;
    this.names = names;
    this.patience = patience;
  }

  /** An endpoint and the addresses that it was checked to have. */
  record Checked(Endpoint endpoint, List<InetAddress> addresses) {}

  /**
   * Looks a URL's host up and checks every address. A connection must then go to one of these
   * addresses: a second look-up may have another answer.
   *
   * @throws BusFailure {@code INVALID_REQUEST} when it may not be sent to
   */
  Checked check(String url) {
    Endpoint endpoint = Endpoint.of(url, policy.allowsPlainHttp());
    List<InetAddress> addresses = lookUp(endpoint.host());
    for (InetAddress address : addresses) {
      if (!policy.allows(address)) {
        throw refused(
            "url leads to an address that is not public; such are sent to only with"
                + " WEBHOOKS_ALLOW_PRIVATE=1.");
      }
    }
    return new Checked(endpoint, addresses);
  }

  private List<InetAddress> lookUp(String host) {
    Future<List<InetAddress>> found =
        names
            .addresses(host)
            .recover(unknown ->
                Future.failedFuture(
                    refused("url names the host " + host + ", which has no address.")));
    try {
      return Deadline.await(found, patience);
    } catch (TimeoutException late) {
      throw refused("url names the host " + host + ", whose address was not found in time.");
    }
  }

  private static BusFailure refused(String message) {
    return new BusFailure(FailureCode.INVALID_REQUEST, message);
  }
}
