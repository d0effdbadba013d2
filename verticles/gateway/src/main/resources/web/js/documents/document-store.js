import { getJson, remove } from '../api/http.js';
import { Problem } from '../api/problem.js';
import { ROUTES } from '../api/routes.js';
import { announce } from '../ui/announce.js';
import { Listeners } from '../ui/observable.js';

const PAGE = 30;
const MOST = 200;

export const isPending = ({ status }) => status !== 'ready' && status !== 'failed';

/** What this page knows of the workspace's documents, newest first. */
export class DocumentStore {
  #changes = new Listeners();
  #cursor = null;
  items = [];
  loaded = false;
  problem = null;

  onChange(listener) {
    return this.#changes.on(listener);
  }

  get hasMore() {
    return this.#cursor !== null;
  }

  get pending() {
    return this.items.filter(isPending);
  }

  /** Reads the newest again, as many as are shown; the server's word replaces what was guessed. */
  async load() {
    try {
      const limit = Math.min(MOST, Math.max(PAGE, this.items.length));
      const { items, nextCursor } = await getJson(ROUTES.documents({ limit }));
      const known = new Map(this.items.map((item) => [item.id, item]));
      const beyond = this.items.length > MOST && nextCursor ? this.items.slice(MOST) : [];
      const news = items.map((item) => ({ ...this.#progressOf(known.get(item.id), item), ...item }));
      const newIds = new Set(news.map(({ id }) => id));
      this.items = [...news, ...beyond.filter(({ id }) => !newIds.has(id))];
      if (!beyond.length) this.#cursor = nextCursor ?? null;
      this.loaded = true;
      this.problem = null;
      for (const item of items) this.#tellEnd(known.get(item.id), item);
    } catch (error) {
      this.problem = Problem.caught(error);
    }
    this.#changes.tell();
  }

  async more() {
    const { items, nextCursor } = await getJson(ROUTES.documents({ limit: PAGE, cursor: this.#cursor }));
    const known = new Set(this.items.map(({ id }) => id));
    const added = items.filter(({ id }) => !known.has(id));
    this.items = [...this.items, ...added];
    this.#cursor = nextCursor ?? null;
    this.#changes.tell();
    return added;
  }

  /** A document just accepted; what the server did not say yet is guessed until the next reading. */
  accepted(document) {
    if (this.items.some(({ id }) => id === document.id)) return;
    this.items = [document, ...this.items];
    this.loaded = true;
    this.#changes.tell();
  }

  progressed({ documentId, status, done, total }) {
    const at = this.items.findIndex(({ id }) => id === documentId);
    if (at < 0) return this.load();
    const before = this.items[at];
    if (!isPending(before) && before.status === status) return undefined;
    if (!isPending({ status })) return this.#reread(documentId);
    this.items = this.items.with(at, { ...before, status, done, total });
    this.#changes.tell();
    return undefined;
  }

  async delete(id) {
    try {
      await remove(ROUTES.document(id));
    } catch (error) {
      if (Problem.caught(error).status !== 404) throw error;
    }
    this.items = this.items.filter((item) => item.id !== id);
    this.#changes.tell();
  }

  /** The end of a document's way brings fields that progress does not carry: chunks, the error. */
  async #reread(id) {
    try {
      const read = await getJson(ROUTES.document(id));
      const before = this.items.find((item) => item.id === id);
      this.items = this.items.map((item) => (item.id === id ? read : item));
      this.#tellEnd(before, read);
      this.#changes.tell();
    } catch (error) {
      if (Problem.caught(error).status === 404) await this.load();
    }
  }

  #progressOf(before, now) {
    return before?.status === now.status ? { done: before.done, total: before.total } : {};
  }

  #tellEnd(before, now) {
    if (!before || !isPending(before) || isPending(now)) return;
    announce(now.status === 'ready' ? `${now.name} is ready` : `${now.name} failed: ${now.error ?? ''}`);
  }
}
