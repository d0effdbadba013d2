import { Problem } from '../api/problem.js';
import { announce } from '../ui/announce.js';
import { confirmed } from '../ui/confirm.js';
import { byId, element } from '../ui/element.js';
import { counted } from '../ui/format.js';
import { noticeProblem } from '../ui/notice.js';
import { problemBox } from '../ui/problem-box.js';
import { DocumentRow } from './document-row.js';

/** The list of documents. */
export class DocumentsView {
  #root = byId('document-list');
  #store;
  #rows = new Map();
  #list = element('ul.document-list', { 'aria-label': 'Documents' });
  #actions;

  constructor(store, { read, ask, forget }) {
    this.#store = store;
    this.#actions = { read, ask, remove: (document) => this.#delete(document, forget) };
    store.onChange(() => this.#show());
    this.#root.append(element('p.loading', { role: 'status' }, 'Loading the documents'));
  }

  /** Draws the eye to a document that was there already. */
  point(id) {
    const row = this.#rows.get(id);
    if (!row) return;
    row.root.classList.remove('pointed');
    requestAnimationFrame(() => row.root.classList.add('pointed'));
    row.root.scrollIntoView({ block: 'nearest' });
  }

  #show() {
    const { items, loaded, problem } = this.#store;
    if (!loaded) {
      if (problem) this.#root.replaceChildren(problemBox(problem, () => this.#store.load()));
      return;
    }
    this.#updateRows(items);
    const parts = items.length ? [this.#list] : [element('p.nothing', {}, 'No documents yet. The first answer needs one.')];
    if (problem) parts.unshift(problemBox(problem, () => this.#store.load()));
    if (this.#store.hasMore) parts.push(this.#moreButton());
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
      const row = this.#rows.get(item.id) ?? new DocumentRow(item, this.#actions);
      this.#rows.set(item.id, row);
      row.update(item);
      if (this.#list.children[index] !== row.root) this.#list.insertBefore(row.root, this.#list.children[index] ?? null);
    });
  }

  #more = null;

  #moreButton() {
    this.#more ??= element('button.more', { type: 'button', onclick: () => this.#readOn() }, 'Show more');
    return this.#more;
  }

  async #readOn() {
    this.#more.disabled = true;
    try {
      const added = await this.#store.more();
      announce(`${counted(added.length, 'more document')} shown`);
      this.#rows.get(added[0]?.id)?.name.focus();
    } catch (error) {
      noticeProblem(Problem.caught(error));
    } finally {
      this.#more.disabled = false;
    }
  }

  async #delete(document, forget) {
    const detail = `“${document.name}” and everything read from it will be gone. Answers that cite it keep their quotation.`;
    if (!(await confirmed('Delete this document?', detail, 'Delete'))) return;
    const at = this.#store.items.findIndex(({ id }) => id === document.id);
    try {
      await this.#store.delete(document.id);
      forget(document.id);
      announce(`${document.name} deleted`);
    } catch (error) {
      noticeProblem(Problem.caught(error));
      return;
    }
    const next = this.#store.items[Math.min(at, this.#store.items.length - 1)];
    (next ? this.#rows.get(next.id).name : byId('documents-title')).focus();
  }
}
