package dev.groundwire.chat;

import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.llm.Quotation;
import java.util.List;
import java.util.Optional;

/** Where in its document the sentence stands that a mark was set for. */
final class QuotedPlace {
  private QuotedPlace() {}

  /** The mark itself where the writer does not know, or names a place beyond the source. */
  static Citation of(Citation mark, SourceList sources, List<Quotation> quotations) {
    int start = sources.start(mark.n());
    int length = sources.end(mark.n()) - start;
    for (Quotation quotation : quotations) {
      boolean isMeant = quotation.at() == mark.at() && quotation.n() == mark.n();
      if (isMeant && isWithin(quotation, length)) {
        return new Citation(
            mark.n(),
            mark.at(),
            Optional.of(start + quotation.start()),
            Optional.of(start + quotation.end()));
      }
    }
    return mark;
  }

  private static boolean isWithin(Quotation quotation, int length) {
    return quotation.start() >= 0
        && quotation.end() > quotation.start()
        && quotation.end() <= length;
  }
}
