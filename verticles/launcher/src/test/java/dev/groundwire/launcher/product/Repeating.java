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
    int from = (int) (position % piece.length);
    int count = (int) Math.min(Math.min(wanted, piece.length - from), length - position);
    System.arraycopy(piece, from, into, offset, count);
    position += count;
    return count;
  }
}
