package dev.groundwire.bus.jobs;

import java.util.List;

public record SchedulesListed(List<ScheduleView> items) {
  public SchedulesListed {
    items = List.copyOf(items);
  }
}
