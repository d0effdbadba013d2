package dev.groundwire.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.platform.config.InvalidConfiguration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a node of a cluster may be told. */
class ProfileTest {
  private static AppConfig cluster(String backend) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "GROUNDWIRE_PROFILE", "cluster",
                "DATABASE_URL", "postgresql://groundwire@127.0.0.1/none",
                "SECRET_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                "RETRIEVAL_BACKEND", backend));
    return AppConfig.load(environment, Optional.empty());
  }

  @Test
  void anIndexOfEachNodeIsNoneForACluster() {
    assertThatThrownBy(() -> cluster("lucene"))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("RETRIEVAL_BACKEND is lucene")
        .hasMessageContaining("set RETRIEVAL_BACKEND=pgvector");
    assertThat(cluster("pgvector").profile()).isEqualTo(Profile.CLUSTER);
  }
}
