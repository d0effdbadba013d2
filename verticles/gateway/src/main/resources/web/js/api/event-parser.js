/**
 * Reads `text/event-stream` piece by piece, wherever the pieces were cut: lines end with CR, LF or
 * CRLF, an event ends with an empty line, what is unfinished at the end is dropped (the standard's
 * rules). Needed because `EventSource` can neither POST nor send headers.
 */
export class EventParser {
  #rest = '';
  #afterReturn = false;
  #first = true;
  #type = '';
  #data = [];
  lastId = '';

  /** The events that this piece completes: `{type, data, id}`. */
  push(piece) {
    let text = this.#rest + piece;
    if (this.#first && text.length) {
      this.#first = false;
      if (text.startsWith('\ufeff')) text = text.slice(1);
    }
    const events = [];
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at];
      if (character === '\n' && this.#afterReturn && at === from) {
        from = at + 1;
        this.#afterReturn = false;
        continue;
      }
      this.#afterReturn = false;
      if (character !== '\n' && character !== '\r') continue;
      const event = this.#line(text.slice(from, at));
      if (event) events.push(event);
      from = at + 1;
      this.#afterReturn = character === '\r';
    }
    this.#rest = text.slice(from);
    return events;
  }

  #line(line) {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#type = value;
    else if (field === 'id' && !value.includes('\0')) this.lastId = value;
    return null;
  }

  #dispatch() {
    const event = { type: this.#type || 'message', data: this.#data.join('\n'), id: this.lastId };
    const complete = this.#data.length > 0;
    this.#type = '';
    this.#data = [];
    return complete ? event : null;
  }
}
