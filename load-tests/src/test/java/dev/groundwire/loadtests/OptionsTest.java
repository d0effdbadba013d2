package dev.groundwire.loadtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static final Set<String> KNOWN = Set.of("bare", "pass", "ask");

  @Test
  void refusesAWordThatItDoesNotKnowByItsName() {
    Options options = new Options("--paths", "bare,passs", "--path", "nonsense");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.words("paths", "bare", KNOWN))
        .withMessage("--paths has no \"passs\"; it knows ask, bare, pass");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.word("path", "bare", KNOWN))
        .withMessageContaining("nonsense");
  }

  @Test
  void takesWhatIsGivenElseTheDefault() {
    Options options = new Options("--paths", "ask,bare");
    assertThat(options.words("paths", "pass", KNOWN)).containsExactly("ask", "bare");
    assertThat(options.words("other", "pass,ask", KNOWN)).containsExactly("pass", "ask");
    assertThat(options.word("path", "pass", KNOWN)).isEqualTo("pass");
  }
}
