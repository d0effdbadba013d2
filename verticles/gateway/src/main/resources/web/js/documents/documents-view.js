import { Problem } from '../api/problem.js';
import { announce } from '../ui/announce.js';
import { confirmed } from '../ui/confirm.js';
import { byId } from '../ui/element.js';
import { noticeProblem } from '../ui/notice.js';
import { RowList } from '../ui/row-list.js';
import { DocumentRow } from './document-row.js';

/** The list of documents. */
export class DocumentsView {
  #store;
  #list;

  constructor(store, { read, ask, forget }) {
    this.#store = store;
    const actions = { read, ask, remove: (document) => this.#delete(document, forget) };
    this.#list = new RowList(byId('document-list'), {
      label: 'Documents',
      noun: 'document',
      nothing: () => 'No documents yet. The first answer needs one.',
      newRow: (item) => new DocumentRow(item, actions),
      reload: () => store.load(),
      readOn: () => store.more(),
    });
    store.onChange(() => this.#list.show(store));
  }

  /** Draws the eye to a document that was there already. */
  point(id) {
    const row = this.#list.row(id);
    if (!row) return;
    row.root.classList.remove('pointed');
    requestAnimationFrame(() => row.root.classList.add('pointed'));
    row.root.scrollIntoView({ block: 'nearest' });
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
    (next ? this.#list.row(next.id).name : byId('documents-title')).focus();
  }
}
