package dev.groundwire.testing.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.shared.Bucket;
import dev.groundwire.platform.shared.SharedState;
import dev.groundwire.platform.shared.Taken;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every shared state keeps to. Each test has names of its own. */
public interface SharedStateContract {
  Duration LONG = Duration.ofMinutes(10);

  /** Slow enough that no token comes while a test runs. */
  Bucket THREE = new Bucket(1, 3);

  /** The same one for all calls of a test. */
  SharedState state();

  /** Lets so much time pass, or more. */
  void pass(Duration time);

  @Test
  default void aNameIsOneClaimsOnly() throws TimeoutException {
    String name = name();
    assertThat(claim(name, "a")).isEmpty();
    assertThat(claim(name, "b")).contains("a");
    assertThat(claim(name(), "b")).isEmpty();
  }

  @Test
  default void ofManyClaimsAtOnceOneSucceeds() throws TimeoutException {
    String name = name();
    List<Future<Optional<String>>> claims =
        IntStream.range(0, 50)
            .parallel()
            .mapToObj(each -> state().claim(name, "claim " + each, LONG))
            .toList();
    Future.all(claims).await(20, TimeUnit.SECONDS);
    assertThat(claims).filteredOn(each -> each.result().isEmpty()).hasSize(1);
    assertThat(claims.stream().flatMap(each -> each.result().stream()).distinct()).hasSize(1);
  }

  @Test
  default void aClaimEndsByItself() throws TimeoutException {
    String name = name();
    await(state().claim(name, "a", Duration.ofMillis(20)));
    pass(Duration.ofMillis(20));
    assertThat(claim(name, "b")).isEmpty();
  }

  @Test
  default void theHolderPutsAnotherValue() throws TimeoutException {
    String name = name();
    claim(name, "a");
    assertThat(await(state().replace(name, "a", "of a", LONG))).isTrue();
    assertThat(claim(name, "b")).contains("of a");
  }

  @Test
  default void aReplacedValueLastsAnew() throws TimeoutException {
    String name = name();
    await(state().claim(name, "a", Duration.ofMillis(200)));
    await(state().replace(name, "a", "a", LONG));
    pass(Duration.ofMillis(200));
    assertThat(claim(name, "b")).contains("a");
  }

  @Test
  default void nobodyPutsAValueInAnothersPlace() throws TimeoutException {
    String name = name();
    claim(name, "a");
    assertThat(await(state().replace(name, "b", "of b", LONG))).isFalse();
    assertThat(claim(name, "c")).contains("a");
  }

  @Test
  default void aClaimThatRanOutIsPutBackUnlessTakenSince() throws TimeoutException {
    String name = name();
    assertThat(await(state().replace(name, "a", "of a", LONG))).isTrue();
    assertThat(claim(name, "b")).contains("of a");
  }

  @Test
  default void theHolderAloneGivesUp() throws TimeoutException {
    String name = name();
    claim(name, "a");
    await(state().giveUp(name, "b"));
    assertThat(claim(name, "b")).contains("a");
    await(state().giveUp(name, "a"));
    assertThat(claim(name, "b")).isEmpty();
    await(state().giveUp(name(), "a"));
  }

  @Test
  default void givesAsManyTokensAsTheBucketHolds() throws TimeoutException {
    String name = name();
    assertThat(take(name, THREE)).returns(true, Taken::granted).returns(2L, Taken::left);
    assertThat(take(name, THREE)).returns(true, Taken::granted).returns(1L, Taken::left);
    assertThat(take(name, THREE)).returns(true, Taken::granted).returns(0L, Taken::left);
    Taken refused = take(name, THREE);
    assertThat(refused).returns(false, Taken::granted).returns(0L, Taken::left);
    assertThat(refused.next()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
    assertThat(refused.full()).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(3));
    assertThat(take(name(), THREE).granted()).isTrue();
  }

  @Test
  default void ofManyAtOnceOnlyThatManyGetAToken() throws TimeoutException {
    String name = name();
    List<Future<Taken>> all =
        IntStream.range(0, 50).parallel().mapToObj(each -> state().take(name, THREE)).toList();
    Future.all(all).await(20, TimeUnit.SECONDS);
    assertThat(all).filteredOn(each -> each.result().granted()).hasSize(3);
  }

  @Test
  default void aTokenComesBackInItsTime() throws TimeoutException {
    String name = name();
    Bucket quick = new Bucket(600, 1);
    assertThat(take(name, quick).granted()).isTrue();
    pass(Duration.ofMillis(100));
    assertThat(take(name, quick).granted()).isTrue();
  }

  private Optional<String> claim(String name, String value) throws TimeoutException {
    return await(state().claim(name, value, LONG));
  }

  private Taken take(String name, Bucket bucket) throws TimeoutException {
    return await(state().take(name, bucket));
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(20, TimeUnit.SECONDS);
  }

  private static String name() {
    return "test:" + UUID.randomUUID();
  }
}
