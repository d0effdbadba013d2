package dev.groundwire.gateway.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookUpPaceTest {
  private final LookUpPace pace = new LookUpPace();

  @Test
  void looksEverMoreSeldomWhileNothingIsFound() {
    assertThat(ticksToNextLook(true)).isEqualTo(1);
    assertThat(lookInVain(true)).isEqualTo(2);
    assertThat(lookInVain(true)).isEqualTo(4);
    assertThat(lookInVain(true)).isEqualTo(8);
    assertThat(lookInVain(true)).isEqualTo(LookUpPace.LONGEST);
    assertThat(lookInVain(false)).isEqualTo(32);
    assertThat(lookInVain(false)).isEqualTo(LookUpPace.LONGEST_IDLE);
  }

  @Test
  void looksSoonAgainAfterWhatNoHintTold() {
    lookInVain(true);
    lookInVain(true);
    pace.looked(true);
    assertThat(ticksToNextLook(true)).isEqualTo(1);
  }

  @Test
  void hintsPutALookOffButNotForEver() {
    pace.looked(false);
    int ticks = 0;
    do {
      pace.hinted();
      ticks++;
    } while (!pace.isDue(true));
    assertThat(ticks).isEqualTo(LookUpPace.LONGEST);
  }

  private int lookInVain(boolean underWay) {
    pace.looked(false);
    return ticksToNextLook(underWay);
  }

  private int ticksToNextLook(boolean underWay) {
    int ticks = 1;
    while (!pace.isDue(underWay)) {
      ticks++;
    }
    return ticks;
  }
}
