import { getJson } from '../api/http.js';
import { ROUTES } from '../api/routes.js';

const PAGE = 100;
const PARTS_AT_MOST = 40;

/** A document's text, put together from its overlapping chunks as far as it has been read. */
export class DocumentText {
  #id;
  #cursor = null;
  #parts = 0;
  #end = 0;
  pieces = []; // {start, end, page, text}, in order and without overlap
  complete = false;

  constructor(id) {
    this.#id = id;
  }

  /** Reads on until the text reaches `offset`, or the document ends. */
  async reach(offset) {
    while (!this.complete && this.#end < offset && this.#parts < PARTS_AT_MOST) {
      const { items, nextCursor } = await getJson(ROUTES.chunks(this.#id, { limit: PAGE, cursor: this.#cursor }));
      this.#parts += 1;
      for (const chunk of items) this.#add(chunk);
      this.#cursor = nextCursor ?? null;
      this.complete = this.#cursor === null;
    }
  }

  get end() {
    return this.#end;
  }

  #add({ start, end, page, text }) {
    if (end <= this.#end) return;
    const from = Math.max(start, this.#end);
    const gap = from > this.#end && this.pieces.length > 0;
    if (gap) this.pieces.push({ start: this.#end, end: from, page, text: '\n\n' });
    // offsets count the document's text: a chunk whose text differs from it in length is shown whole
    const exact = text.length === end - start;
    this.pieces.push({ start: from, end, page, text: exact ? text.slice(from - start) : text });
    this.#end = end;
  }
}
