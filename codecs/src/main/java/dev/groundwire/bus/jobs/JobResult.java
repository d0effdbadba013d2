package dev.groundwire.bus.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.RecordJson;

/** What comes of a job, gathered step by step and room by room: figures, and a few findings. */
public final class JobResult {
  private static final int MOST_FINDINGS = 100;

  private final ObjectNode fields;

  private JobResult(ObjectNode fields) {
    this.fields = fields;
  }

  /**
   * @param text what the steps before have written
   */
  public static JobResult of(String text) {
    return new JobResult(RecordJson.read(text, ObjectNode.class));
  }

  public long count(String name) {
    return fields.path(name).asLong();
  }

  public JobResult plus(String name, long more) {
    ObjectNode next = fields.deepCopy();
    next.put(name, count(name) + more);
    return new JobResult(next);
  }

  /** The first hundred of a name are kept. */
  public JobResult with(String name, Record finding) {
    ObjectNode next = fields.deepCopy();
    ArrayNode findings = next.withArray(name);
    if (findings.size() < MOST_FINDINGS) {
      findings.add(RecordJson.read(RecordJson.write(finding), ObjectNode.class));
    }
    return new JobResult(next);
  }

  /** As jobs carry it. */
  public String text() {
    return RecordJson.write(fields);
  }
}
