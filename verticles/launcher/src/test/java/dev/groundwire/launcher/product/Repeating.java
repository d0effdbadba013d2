package dev.groundwire.launcher.product;

import java.io.InputStream;

/** The same bytes many times over, without being held. */
final class Repeating extends InputStream {
  private final byte[] piece;
  private final long length;
  private long position;

  Repeating(byte[] piece, int times) {
    this.piece = piece;
    this.length = (long) piece.length * times;
  }

  @Override
  public int read() {
    return position == length ? -1 : piece[(int) (position++ % piece.length)] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int wanted) {
    if (position == length) {
      return -1;
    }
    int count = (int) Math.min(wanted, length - position);
    for (int copied = 0; copied < count; ) {
      int from = (int) (position % piece.length);
      int some = Math.min(count - copied, piece.length - from);
      System.arraycopy(piece, from, into, offset + copied, some);
      position += some;
      copied += some;
    }
    return count;
  }
}
