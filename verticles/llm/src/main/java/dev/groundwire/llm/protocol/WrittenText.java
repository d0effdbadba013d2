package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.GenerationItem;
import dev.groundwire.bus.llm.Quotation;
import dev.groundwire.bus.llm.TokenBatch;
import java.util.ArrayList;
import java.util.List;

/** Text of a generation. */
public final class WrittenText implements Gathered<GenerationItem> {
  private static final int SMALL = 1_024;

  private final StringBuilder text = new StringBuilder();
  private final WellFormedText wellFormed = new WellFormedText(text);
  private final List<Quotation> quotations = new ArrayList<>(0);

  private int written;
  private ToldText told = ToldText.NOTHING;

  public void append(CharSequence piece) {
    written += piece.length();
    wellFormed.append(piece);
  }

  /** Says what a mark stands for, before the text with that mark. */
  public void quote(Quotation quotation) {
    quotations.add(quotation);
  }

  /** From now on the beginning of what is taken is remembered. */
  void remember() {
    told = new ToldText();
  }

  /** What was taken, as far as it is remembered. */
  String told() {
    return told.toString();
  }

  /** Characters, in all attempts. */
  int written() {
    return written;
  }

  @Override
  public int size() {
    return text.length();
  }

  @Override
  public boolean isEnough() {
    return text.length() >= ENOUGH_CHARACTERS;
  }

  @Override
  public GenerationItem take() {
    told.add(text);
    TokenBatch batch = new TokenBatch(text.toString(), List.copyOf(quotations));
    clear();
    return batch;
  }

  private void clear() {
    text.setLength(0);
    if (text.capacity() > SMALL) {
      // A burst must not cost memory for as long as the answer lasts.
      text.trimToSize();
    }
    quotations.clear();
  }

  @Override
  public void complete() {
    wellFormed.end();
  }

  @Override
  public void discard() {
    wellFormed.forget();
    clear();
  }
}
