package dev.groundwire.webhooks;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a webhook's deliveries go.
 *
 * @param host a name or the literal of an address, as ASCII, the latter in brackets when IPv6
 * @param target path and query, as sent
 */
record Endpoint(boolean tls, String host, int port, String target) {
  private static final int LONGEST = 2_048;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /**
   * Reads a URL.
   *
   * @throws BusFailure {@code INVALID_REQUEST} with what is wrong with it
   */
  static Endpoint of(String url, boolean plainHttpAllowed) {
    URI uri = uri(url);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    if (!tls && !scheme.equals("http")) {
      throw refused("does not begin with https://");
    }
    if (!tls && !plainHttpAllowed) {
      throw refused("is not https; plain http is taken only with WEBHOOKS_ALLOW_PRIVATE=1");
    }
    if (uri.getRawUserInfo() != null) {
      throw refused("holds a user or password; deliveries are signed instead");
    }
    if (uri.getRawFragment() != null) {
      throw refused("holds a fragment (#), which is never sent");
    }
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      throw refused("names no host");
    }
    int port = uri.getPort() == -1 ? (tls ? HTTPS_PORT : HTTP_PORT) : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw refused("has no port within 1..65535");
    }
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new Endpoint(tls, host, port, path + query);
  }

  private static URI uri(String url) {
    if (url.length() > LONGEST) {
      throw refused("is longer than " + LONGEST + " characters");
    }
    try {
      return new URI(ascii(url)).parseServerAuthority();
    } catch (URISyntaxException | IllegalArgumentException unreadable) {
      throw refused("is not a URL such as https://example.com/hooks");
    }
  }

  /** A host in other scripts becomes its ASCII form, as browsers do. */
  private static String ascii(String url) throws URISyntaxException {
    int start = url.indexOf("://") + 3;
    if (start < 3 || url.chars().allMatch(each -> each < 128)) {
      return url;
    }
    int end = start;
    while (end < url.length() && "/:?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String host = IDN.toASCII(url.substring(start, end), IDN.USE_STD3_ASCII_RULES);
    return new URI(url.substring(0, start) + host + url.substring(end)).toASCIIString();
  }

  private static BusFailure refused(String complaint) {
    return new BusFailure(FailureCode.INVALID_REQUEST, "url " + complaint + ".");
  }
}
