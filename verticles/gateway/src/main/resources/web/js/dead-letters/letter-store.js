import { getJson, postJson } from '../api/http.js';
import { Problem } from '../api/problem.js';
import { ROUTES } from '../api/routes.js';
import { Listeners } from '../ui/observable.js';

const PAGE = 30;
const MOST = 200;

/** What this page knows of the workspace's dead letters, newest first. */
export class LetterStore {
  #changes = new Listeners();
  #cursor = null;
  #readings = 0;
  items = [];
  state = '';
  loaded = false;
  problem = null;

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
      const { items, nextCursor } = await getJson(ROUTES.deadLetters({ state: this.state, limit }));
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

  async more() {
    const { items, nextCursor } = await getJson(ROUTES.deadLetters({ state: this.state, limit: PAGE, cursor: this.#cursor }));
    const known = new Set(this.items.map(({ id }) => id));
    const added = items.filter(({ id }) => !known.has(id));
    this.items = [...this.items, ...added];
    this.#cursor = nextCursor ?? null;
    this.#changes.tell();
    return added;
  }

  inspect(id) {
    return getJson(ROUTES.deadLetter(id));
  }

  async replay(id) {
    this.#put(await postJson(ROUTES.replayDeadLetter(id)));
  }

  /** All that are shown by the state chosen and are still open. Gives how many. */
  async replayAll() {
    const { queued } = await postJson(ROUTES.replayDeadLetters(), { workspace: 'default', state: this.state || undefined });
    await this.load();
    return queued;
  }

  async discard(id, reason) {
    this.#put(await postJson(ROUTES.discardDeadLetter(id), { reason }));
  }

  #put(letter) {
    this.#readings += 1; // what was read before it says nothing of it
    this.items = this.items.map((item) => (item.id === letter.id ? letter : item));
    this.#changes.tell();
  }
}
