package dev.groundwire.gateway.http;

import dev.groundwire.platform.telemetry.Trail;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.regex.Pattern;

/** One request as logs, metrics and traces tell of it: by few words, whatever clients make up. */
public final class Visit {
  static final String OTHER = "other";
  private static final String SLOT = Visit.class.getName();
  private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");
  private static final Set<HttpMethod> KNOWN =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  private final long begunNanos = System.nanoTime();
  private final String method;

  /** Taken now, as the request's span is no more the current one when its response has ended. */
  private final Trail trail = Trail.current();

  private String route = OTHER;
  private boolean isQuiet;

  private Visit(HttpMethod method) {
    this.method = nameOf(method);
  }

  static Visit begin(RoutingContext http) {
    Visit visit = new Visit(http.request().method());
    http.put(SLOT, visit);
    return visit;
  }

  /** The same template in the words of our documentation: {@code {id}}, not {@code :id}. */
  public static String template(String path) {
    return PARAMETER.matcher(path).replaceAll("{$1}");
  }

  /**
   * Says which call it is. The span of the request is named here, as it ends with the response.
   *
   * @param template one of few
   */
  public static void at(RoutingContext http, String template) {
    Visit visit = http.get(SLOT);
    if (visit != null) {
      visit.route = template;
      Span.current().updateName(visit.method + " " + template).setAttribute("http.route", template);
    }
  }

  /** The same for what comes often and says little: probes, scrapes and files of the page. */
  public static void quietlyAt(RoutingContext http, String template) {
    at(http, template);
    Visit visit = http.get(SLOT);
    if (visit != null) {
      visit.isQuiet = true;
    }
  }

  static String nameOf(HttpMethod method) {
    return KNOWN.contains(method) ? method.name() : OTHER;
  }

  Trail trail() {
    return trail;
  }

  String method() {
    return method;
  }

  String route() {
    return route;
  }

  boolean isQuiet() {
    return isQuiet;
  }

  long nanos() {
    return System.nanoTime() - begunNanos;
  }
}
