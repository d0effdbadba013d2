import { element, iconButton, ICONS } from '../ui/element.js';
import { size } from '../ui/format.js';

const WORDS = { waiting: 'In line', pausing: 'Server is busy, trying again soon', sending: 'Uploading', failed: 'Not uploaded' };

/** The files still on their way, above the documents. */
export class UploadRows {
  #root;
  #uploads;
  #rows = new Map();

  constructor(root, uploads) {
    this.#root = root;
    this.#uploads = uploads;
    uploads.onChange(() => this.#show());
  }

  #show() {
    const present = new Set(this.#uploads.items.map(({ key }) => key));
    for (const [key, row] of this.#rows) {
      if (present.has(key)) continue;
      row.root.remove();
      this.#rows.delete(key);
    }
    for (const item of this.#uploads.items) {
      if (!this.#rows.has(item.key)) this.#add(item);
      this.#update(this.#rows.get(item.key), item);
    }
  }

  #add(item) {
    const row = {
      state: element('span.upload-state'),
      progress: element('progress', { max: 100, 'aria-label': `Uploading ${item.file.name}` }),
      reason: element('p.document-error', { role: 'alert' }),
      again: element('button', { type: 'button', onclick: () => this.#uploads.retry(item) }, 'Try again'),
    };
    row.root = element(
      'div.upload',
      {},
      element('div.upload-line', {}, element('b', {}, item.file.name), element('span.document-meta', {}, size(item.file.size)), row.state),
      row.progress,
      row.reason,
      element('div.upload-actions', {}, row.again, iconButton(`Do not upload ${item.file.name}`, ICONS.close, () => this.#uploads.drop(item))),
    );
    this.#rows.set(item.key, row);
    this.#root.append(row.root);
  }

  #update(row, { state, share, problem }) {
    const percent = Math.round(share * 100);
    row.root.dataset.state = state;
    row.state.textContent = state === 'sending' ? (share < 1 ? `${percent}\u00a0%` : 'Storing') : WORDS[state];
    row.progress.hidden = state === 'failed';
    row.progress.value = percent;
    row.again.hidden = state !== 'failed';
    row.reason.hidden = !problem;
    if (!problem) row.reason.textContent = '';
    else if (!row.reason.textContent) {
      const id = problem.requestId ? ` (request ${problem.requestId})` : '';
      row.reason.textContent = `${problem.title}. ${problem.detail}${id}`;
    }
  }
}
