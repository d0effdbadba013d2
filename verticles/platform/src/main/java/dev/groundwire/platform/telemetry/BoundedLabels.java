package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a label of a metric have so many values; whatever comes later is {@code other}. A label that
 * grew with the number of workspaces would in the end cost its reader more than it tells.
 */
final class BoundedLabels implements MeterFilter {
  static final int MOST = 100;
  static final String OTHER = "other";

  /** Of those that use most: they bound themselves, and let go of who uses nothing. */
  private static final Set<String> BOUNDED_BY_THEMSELVES =
      Set.of("workspace.quota.usage", "workspace.quota.ratio");

  private record Label(String metric, String key) {}

  private final Map<Label, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public Meter.Id map(Meter.Id id) {
    if (BOUNDED_BY_THEMSELVES.contains(id.getName())) {
      return id;
    }
    List<Tag> bounded = null;
    for (Tag tag : id.getTagsAsIterable()) {
      if (!isKnown(new Label(id.getName(), tag.getKey()), tag.getValue())) {
        bounded = bounded == null ? new ArrayList<>(id.getTags()) : bounded;
        bounded.replaceAll(each -> each.equals(tag) ? Tag.of(tag.getKey(), OTHER) : each);
      }
    }
    return bounded == null ? id : id.replaceTags(bounded);
  }

  private boolean isKnown(Label label, String value) {
    Set<String> values = known.computeIfAbsent(label, ignored -> ConcurrentHashMap.newKeySet());
    if (values.contains(value) || value.equals(OTHER)) {
      return true;
    }
    synchronized (values) { // so that the bound is exact
      return values.size() < MOST && values.add(value);
    }
  }
}
