import { Problem } from '../api/problem.js';
import { announce } from './announce.js';
import { element } from './element.js';
import { counted } from './format.js';
import { noticeProblem } from './notice.js';
import { problemBox } from './problem-box.js';

/**
 * A list of things that changes while it is looked at: rows keep their nodes, so that focus stays
 * where it is. A row has `root`, `name`, which can have the focus, and `update(item)`.
 */
export class RowList {
  #root;
  #nothing;
  #newRow;
  #reload;
  #readOn;
  #noun;
  #rows = new Map();
  #list;
  #more = element('button.more', { type: 'button', onclick: () => this.#showMore() }, 'Show more');

  /**
   * `noun` names one of them. `nothing` gives the text for none. `newRow` makes the row of an item,
   * `reload` reads again what could not be read, `readOn` reads further ones and gives them.
   */
  constructor(root, { label, noun, nothing, newRow, reload, readOn }) {
    this.#root = root;
    this.#list = element('ul.document-list', { 'aria-label': label });
    this.#noun = noun;
    this.#nothing = nothing;
    this.#newRow = newRow;
    this.#reload = reload;
    this.#readOn = readOn;
    root.append(element('p.loading', { role: 'status' }, `Loading the ${label.toLowerCase()}`));
  }

  /** The row of that item; undefined where it is not shown. */
  row(id) {
    return this.#rows.get(id);
  }

  /** What was shown before stays beside a problem. */
  show({ items, loaded, hasMore, problem }) {
    const box = () => problemBox(problem, this.#reload);
    if (!loaded) {
      if (problem) this.#root.replaceChildren(box());
      return;
    }
    this.#update(items);
    const parts = items.length ? [this.#list] : [element('p.nothing', {}, this.#nothing())];
    if (problem) parts.unshift(box());
    if (hasMore) parts.push(this.#more);
    const shown = [...this.#root.children];
    if (parts.length !== shown.length || parts.some((part, index) => part !== shown[index])) this.#root.replaceChildren(...parts);
  }

  #update(items) {
    const ids = new Set(items.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.root.remove();
      this.#rows.delete(id);
    }
    items.forEach((item, index) => {
      const row = this.#rows.get(item.id) ?? this.#newRow(item);
      this.#rows.set(item.id, row);
      row.update(item);
      if (this.#list.children[index] !== row.root) this.#list.insertBefore(row.root, this.#list.children[index] ?? null);
    });
  }

  async #showMore() {
    this.#more.disabled = true;
    try {
      const added = await this.#readOn();
      announce(`${counted(added.length, `more ${this.#noun}`)} shown`);
      this.#rows.get(added[0]?.id)?.name.focus();
    } catch (error) {
      noticeProblem(Problem.caught(error));
    } finally {
      this.#more.disabled = false;
    }
  }
}
