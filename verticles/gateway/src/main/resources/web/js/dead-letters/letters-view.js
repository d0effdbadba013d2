import { Problem } from '../api/problem.js';
import { announce } from '../ui/announce.js';
import { confirmed } from '../ui/confirm.js';
import { byId, element } from '../ui/element.js';
import { counted } from '../ui/format.js';
import { noticeProblem } from '../ui/notice.js';
import { problemBox } from '../ui/problem-box.js';
import { askForReason } from './discard-dialog.js';
import { LetterRow } from './letter-row.js';
import { LetterStore } from './letter-store.js';
import { LetterTitles } from './letter-titles.js';
import { isOpen, isUnderWay, stateName } from './letter-words.js';

const SOON = 2_000;
const LATER = 15_000;

/** The list of dead letters, read again and again while it is looked at. */
export class LettersView {
  #root = byId('letter-list');
  #filter = byId('letter-state');
  #replayAll = byId('replay-letters');
  #store = new LetterStore();
  #titles;
  #rows = new Map();
  #list = element('ul.document-list', { 'aria-label': 'Dead letters' });
  #more = element('button.more', { type: 'button', onclick: () => this.#readOn() }, 'Show more');
  #timer = 0;
  #open = false;

  constructor(documents) {
    this.#titles = new LetterTitles(documents);
    this.#store.onChange(() => this.#show());
    this.#filter.addEventListener('change', () => this.#store.show(this.#filter.value));
    this.#replayAll.addEventListener('click', () => this.#replayMany());
    document.addEventListener('visibilitychange', () => this.#open && !document.hidden && this.#refresh());
    this.#root.append(element('p.loading', { role: 'status' }, 'Loading the dead letters'));
  }

  open() {
    this.#open = true;
    this.#refresh();
  }

  close() {
    this.#open = false;
    clearTimeout(this.#timer);
  }

  async #refresh() {
    clearTimeout(this.#timer);
    await this.#store.load();
    clearTimeout(this.#timer);
    if (!this.#open || document.hidden) return;
    this.#timer = setTimeout(() => this.#refresh(), this.#store.items.some(isUnderWay) ? SOON : LATER);
  }

  #show() {
    const { items, loaded, problem } = this.#store;
    this.#replayAll.hidden = !items.some(({ state }) => state === 'parked' || state === 'retrying');
    if (!loaded && problem) {
      this.#root.replaceChildren(problemBox(problem, () => this.#refresh()));
      return;
    }
    if (!loaded) return;
    this.#updateRows(items);
    const nothing = this.#filter.value ? 'None of this kind.' : 'No dead letters. Everything that happened has been handled.';
    const parts = items.length ? [this.#list] : [element('p.nothing', {}, nothing)];
    if (problem) parts.unshift(problemBox(problem, () => this.#refresh()));
    if (this.#store.hasMore) parts.push(this.#more);
    const shown = [...this.#root.children];
    if (parts.length !== shown.length || parts.some((part, index) => part !== shown[index])) this.#root.replaceChildren(...parts);
  }

  #updateRows(items) {
    const ids = new Set(items.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.root.remove();
      this.#rows.delete(id);
    }
    items.forEach((item, index) => {
      const row = this.#rows.get(item.id) ?? this.#newRow(item);
      row.update(item);
      if (this.#list.children[index] !== row.root) this.#list.insertBefore(row.root, this.#list.children[index] ?? null);
    });
  }

  #newRow(item) {
    const row = new LetterRow(item, {
      inspect: (letter) => this.#store.inspect(letter.id),
      replay: (letter) => this.#replay(letter),
      discard: (letter) => this.#discard(letter),
    });
    this.#rows.set(item.id, row);
    this.#titles.of(item).then((title) => title && (row.title = title));
    return row;
  }

  async #replay(letter) {
    const row = this.#rows.get(letter.id);
    await this.#attempt(async () => {
      await this.#store.replay(letter.id);
      row.name.focus(); // the button that had it can do nothing now
      announce(`${row.title}: ${stateName('replaying')}`);
    });
  }

  async #replayMany() {
    const detail = 'Groundwire tries each of them again, some a second. What is handled by then stays as it is.';
    if (!(await confirmed('Replay all that are shown and open?', detail, 'Replay all'))) return;
    await this.#attempt(async () => announce(`${counted(await this.#store.replayAll(), 'dead letter')} will be replayed`));
    if (this.#replayAll.hidden) byId('letters-title').focus();
  }

  async #discard(letter) {
    const row = this.#rows.get(letter.id);
    const reason = await askForReason(row.title);
    if (reason === null || !isOpen(letter)) return;
    await this.#attempt(async () => {
      await this.#store.discard(letter.id, reason);
      row.name.focus();
      announce(`${row.title} discarded`);
    });
  }

  async #attempt(action) {
    try {
      await action();
    } catch (error) {
      noticeProblem(Problem.caught(error));
    }
    if (this.#open) this.#refresh();
  }

  async #readOn() {
    this.#more.disabled = true;
    try {
      const added = await this.#store.more();
      announce(`${counted(added.length, 'more dead letter')} shown`);
      this.#rows.get(added[0]?.id)?.name.focus();
    } catch (error) {
      noticeProblem(Problem.caught(error));
    } finally {
      this.#more.disabled = false;
    }
  }
}
