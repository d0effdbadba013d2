package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.groundwire.bus.embedding.DescribeModel;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.llm.ListModels;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Every model that a caller may name. */
final class ModelList {
  private final Workspaces workspaces;
  private final Bus bus;
  private final Duration deadline;
  private final long created;

  /**
   * @param created said of every model, in seconds since 1970: clients want to have one
   */
  ModelList(Workspaces workspaces, Bus bus, Duration deadline, long created) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.deadline = deadline;
    this.created = created;
  }

  Future<Listed> of(UUID organizationId) {
    return workspaces
        .slugs(organizationId)
        .compose(slugs ->
            bus.request(LlmBus.LIST_MODELS, new ListModels(), deadline)
                .compose(written ->
                    bus.request(EmbeddingBus.DESCRIBE_MODEL, new DescribeModel(), deadline)
                        .map(embedding ->
                            listed(slugs, written.models(), EmbeddingName.of(embedding.model())))));
  }

  private Listed listed(List<String> slugs, List<String> written, String embedding) {
    Set<String> ids = new LinkedHashSet<>(written);
    slugs.forEach(slug -> ids.add(GroundedModel.of(slug)));
    ids.add(embedding);
    return new Listed("list", ids.stream().map(this::model).toList());
  }

  private Model model(String id) {
    return new Model(id, "model", created, GroundedModel.isOne(id) ? "groundwire" : "provider");
  }

  record Listed(String object, List<Model> data) {
    Stream<Model> named(String id) {
      return data.stream().filter(model -> model.id.equals(id));
    }
  }

  record Model(String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {}
}
