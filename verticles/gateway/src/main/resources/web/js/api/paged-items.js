import { Listeners } from '../ui/observable.js';
import { Problem } from './problem.js';

const PAGE = 30;
const MOST = 200; // of one request

/** The newest items of a list that a state may narrow, as many as were asked for. */
export class PagedItems {
  #read;
  #changes = new Listeners();
  #cursor = null;
  #readings = 0;
  items = [];
  state = '';
  loaded = false;
  problem = null;

  /** `read` is given `{state, limit, cursor}` and gives `{items, nextCursor}`. */
  constructor(read) {
    this.#read = read;
  }

  onChange(listener) {
    return this.#changes.on(listener);
  }

  get hasMore() {
    return this.#cursor !== null;
  }

  /** Shows only those of that state; all for an empty one. */
  async show(state) {
    this.state = state;
    this.items = [];
    this.loaded = false;
    this.#changes.tell();
    await this.load();
  }

  /** Reads the newest again, as many as are shown; a later reading overtakes an earlier one. */
  async load() {
    const reading = (this.#readings += 1);
    try {
      const limit = Math.min(MOST, Math.max(PAGE, this.items.length));
      const { items, nextCursor } = await this.#read({ state: this.state, limit });
      if (reading !== this.#readings) return;
      const beyond = this.items.length > MOST && nextCursor ? this.items.slice(MOST) : [];
      const newIds = new Set(items.map(({ id }) => id));
      this.items = [...items, ...beyond.filter(({ id }) => !newIds.has(id))];
      if (!beyond.length) this.#cursor = nextCursor ?? null;
      this.loaded = true;
      this.problem = null;
    } catch (error) {
      if (reading !== this.#readings) return;
      this.problem = Problem.caught(error);
    }
    this.#changes.tell();
  }

  /** Gives what has come to it. */
  async more() {
    const { items, nextCursor } = await this.#read({ state: this.state, limit: PAGE, cursor: this.#cursor });
    const known = new Set(this.items.map(({ id }) => id));
    const added = items.filter(({ id }) => !known.has(id));
    this.items = [...this.items, ...added];
    this.#cursor = nextCursor ?? null;
    this.#changes.tell();
    return added;
  }

  /** One that has changed. */
  put(changed) {
    this.#readings += 1; // what was read before it says nothing of it
    this.items = this.items.map((item) => (item.id === changed.id ? changed : item));
    this.#changes.tell();
  }
}
