package dev.groundwire.gateway.http;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names and addresses that only this machine can reach, told without asking a name server. */
public final class Loopback {
  private static final Pattern IPV4 = Pattern.compile("127(\\.\\d{1,3}){3}");

  private Loopback() {}

  /** Brackets of an IPv6 address may be there or not. */
  public static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || IPV4.matcher(name).matches();
  }
}
