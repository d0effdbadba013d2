import { originalLink } from '../passage/original-link.js';
import { element, iconButton, ICONS } from '../ui/element.js';
import { counted, fullTime, size, typeName, when } from '../ui/format.js';
import { isPending } from './document-store.js';
import { stageCount, stageName, wayDone } from './stages.js';

/** One document in the list. `update` keeps the nodes, so that focus stays where it is. */
export class DocumentRow {
  #document = null;

  /** `actions`: `read`, `ask`, `remove`, each given the document. */
  constructor(document, actions) {
    const act = (name) => () => actions[name](this.#document);
    this.name = element('button.document-name', { type: 'button', onclick: act('read') }, document.name);
    this.meta = element('p.document-meta');
    this.chip = element('span.status');
    this.progress = element('progress', { max: 100, 'aria-label': `Processing ${document.name}` });
    this.count = element('span.document-count');
    this.way = element('div.document-way', {}, this.progress, this.count);
    this.reason = element('p.document-error');
    this.ask = element('button.quiet', { type: 'button', onclick: act('ask'), 'aria-label': `Ask this document only: ${document.name}` }, 'Ask this');
    this.delete = iconButton(`Delete ${document.name}`, ICONS.bin, act('remove'));
    const original = originalLink(document.id, document.name);
    this.root = element(
      'li.document',
      { 'data-id': document.id },
      element('div.document-main', {}, this.name, this.meta, this.way, this.reason),
      this.chip,
      element('div.document-actions', {}, this.ask, original, this.delete),
    );
    this.update(document);
  }

  update(document) {
    if (document === this.#document) return;
    this.#document = document;
    const pending = isPending(document);
    this.meta.replaceChildren(
      [typeName(document.mediaType), size(document.bytes ?? 0), document.chunks ? counted(document.chunks, 'passage') : null]
        .filter(Boolean)
        .join(' · '),
      document.createdAt ? ' · ' : '',
      document.createdAt ? element('time', { datetime: document.createdAt, title: fullTime(document.createdAt) }, when(document.createdAt)) : '',
    );
    this.chip.textContent = stageName(document.status);
    this.chip.dataset.status = document.status;
    this.way.hidden = !pending;
    this.progress.value = wayDone(document);
    this.count.textContent = stageCount(document);
    this.reason.hidden = document.status !== 'failed';
    this.reason.textContent = document.error ?? 'No reason was given.';
    this.ask.hidden = document.status !== 'ready';
  }
}
