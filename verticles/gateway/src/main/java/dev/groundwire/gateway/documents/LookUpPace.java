package dev.groundwire.gateway.documents;

/**
 * When a watcher looks again, counted in ticks: soon while look-ups find what no hint told of, ever
 * more seldom while they do not.
 */
final class LookUpPace {
  static final int LONGEST = 10;

  /** With nothing under way only a document whose every hint was lost could be missed. */
  static final int LONGEST_IDLE = 60;

  private int interval = 1;
  private int sinceLook;
  private int sinceHint = LONGEST_IDLE;

  /** To be asked once per tick. A hint puts the next look off, but not for ever. */
  boolean isDue(boolean underWay) {
    sinceLook++;
    sinceHint++;
    int longest = underWay ? LONGEST : LONGEST_IDLE;
    return sinceLook >= longest || Math.min(sinceLook, sinceHint) >= Math.min(interval, longest);
  }

  void hinted() {
    sinceHint = 0;
  }

  /**
   * @param news whether the look found what no hint had told
   */
  void looked(boolean news) {
    sinceLook = 0;
    interval = news ? 1 : Math.min(interval * 2, LONGEST_IDLE);
  }
}
