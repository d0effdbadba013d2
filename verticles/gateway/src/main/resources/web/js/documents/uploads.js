import { Problem } from '../api/problem.js';
import { announce } from '../ui/announce.js';
import { counted } from '../ui/format.js';
import { Listeners } from '../ui/observable.js';
import { uploadFile } from './upload-request.js';

const AT_ONCE = 3;
const AGAIN_AT_MOST = 5;

/** Files on their way to the server, a few at a time. An upload that arrived leaves this list. */
export class Uploads {
  #changes = new Listeners();
  #store;
  #nextKey = 0;
  items = []; // {key, file, state: waiting|sending|failed, share, problem}

  /** `onDuplicate(document)` hears of files that were there already. */
  constructor(store, onDuplicate) {
    this.#store = store;
    this.onDuplicate = onDuplicate;
  }

  onChange(listener) {
    return this.#changes.on(listener);
  }

  add(files) {
    if (!files.length) return;
    for (const file of files) {
      this.#nextKey += 1;
      this.items.push({ key: this.#nextKey, file, state: 'waiting', share: 0, problem: null, tries: 0, quit: new AbortController() });
    }
    announce(`Adding ${counted(files.length, 'file')}`);
    this.#advance();
  }

  retry(item) {
    Object.assign(item, { state: 'waiting', share: 0, problem: null, quit: new AbortController() });
    this.#advance();
  }

  drop(item) {
    item.quit.abort();
    this.#leave(item);
  }

  #advance() {
    const sending = this.items.filter(({ state }) => state === 'sending').length;
    const next = this.items.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, AT_ONCE - sending));
    for (const item of next) this.#send(item);
    this.#changes.tell();
  }

  async #send(item) {
    item.state = 'sending';
    try {
      const documents = await uploadFile(item.file, (share) => this.#progress(item, share), item.quit.signal);
      this.#leave(item);
      for (const accepted of documents) this.#arrived(accepted, item.file);
    } catch (error) {
      const problem = Problem.caught(error);
      if (!(problem instanceof Problem)) return; // dropped by its owner
      if (problem.retryAfter > 0 && item.tries < AGAIN_AT_MOST) return this.#later(item, problem.retryAfter);
      Object.assign(item, { state: 'failed', problem });
      this.#advance();
    }
    return undefined;
  }

  /** A busy server said when to come back. */
  #later(item, seconds) {
    Object.assign(item, { state: 'pausing', share: 0, tries: item.tries + 1 });
    this.#changes.tell();
    setTimeout(() => item.state === 'pausing' && this.retry(item), Math.min(seconds, 60) * 1_000);
  }

  #arrived({ id, name, status, duplicateOf }, file) {
    if (duplicateOf) {
      this.onDuplicate({ id: duplicateOf, name });
      this.#store.load();
      return;
    }
    const now = new Date().toISOString();
    this.#store.accepted({ id, name, status, bytes: file.size, mediaType: file.type, chunks: 0, createdAt: now, updatedAt: now });
  }

  #progress(item, share) {
    item.share = share;
    this.#changes.tell();
  }

  #leave(item) {
    this.items = this.items.filter((other) => other !== item);
    this.#advance();
  }
}
