import { element } from '../ui/element.js';
import { counted, fullTime, when } from '../ui/format.js';
import { isActive, kindName, resultText, stateName } from './job-words.js';

/** One job in the list. `update` keeps the nodes, so that focus stays where it is. */
export class JobRow {
  #job;

  /** `cancel` is given the job. */
  constructor(job, cancel) {
    const name = kindName(job.kind);
    this.name = element('p.document-name', { tabindex: -1 }, name);
    this.meta = element('p.document-meta');
    this.error = element('p.document-error');
    this.bar = element('progress', { 'aria-label': `Progress: ${name}` });
    this.chip = element('span.status');
    this.cancel = element('button.quiet', { type: 'button', 'aria-label': `Cancel: ${name}`, onclick: () => cancel(this.#job) }, 'Cancel');
    this.root = element(
      'li.document.job',
      { 'data-id': job.id },
      element('div.document-main', {}, this.name, this.meta, this.error, this.bar),
      this.chip,
      element('div.document-actions', {}, this.cancel),
    );
    this.update(job);
  }

  update(job) {
    this.#job = job;
    const parts = [job.schedule && `by ${job.schedule}`, resultText(job), job.attempts > 0 && counted(job.attempts, 'failed try', 'failed tries')];
    this.meta.replaceChildren(
      element('time', { datetime: job.createdAt, title: fullTime(job.createdAt) }, when(job.createdAt)),
      ...parts.filter(Boolean).map((part) => ` · ${part}`),
    );
    this.error.textContent = job.error ?? '';
    this.chip.textContent = stateName(job);
    this.chip.dataset.state = job.state;
    this.bar.hidden = !isActive(job);
    if (job.total > 0) {
      this.bar.max = job.total;
      this.bar.value = job.done;
    } else {
      this.bar.removeAttribute('value'); // nobody knows yet how much there is
    }
    this.cancel.hidden = !isActive(job);
    this.cancel.disabled = job.cancelRequested;
  }
}
