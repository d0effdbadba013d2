import { getJson } from '../api/http.js';
import { ROUTES } from '../api/routes.js';
import { isOpen } from './letter-words.js';

const MOST = 500;

/** What dead letters are about, by the names of their documents. */
export class LetterTitles {
  #documents;
  #names = new Map();

  constructor(documents) {
    this.#documents = documents;
  }

  /** The document's name; null where it is gone or there is none. */
  async of(letter) {
    if (!letter.documentId) return null;
    const shown = this.#documents.items.find(({ id }) => id === letter.documentId);
    if (shown) return shown.name;
    if (!this.#names.has(letter.documentId)) {
      if (!isOpen(letter)) return null; // its document may be deleted by now
      if (this.#names.size >= MOST) this.#names.clear();
      this.#names.set(letter.documentId, this.#read(letter.documentId));
    }
    return this.#names.get(letter.documentId);
  }

  async #read(id) {
    try {
      return (await getJson(ROUTES.document(id))).name;
    } catch {
      this.#names.delete(id); // the type of the event stands in, and the next look may know
      return null;
    }
  }
}
