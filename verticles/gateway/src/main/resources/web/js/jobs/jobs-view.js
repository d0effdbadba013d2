import { Problem } from '../api/problem.js';
import { announce } from '../ui/announce.js';
import { byId, element } from '../ui/element.js';
import { fullTime } from '../ui/format.js';
import { noticeProblem } from '../ui/notice.js';
import { problemBox } from '../ui/problem-box.js';
import { JobRow } from './job-row.js';
import { JobStore } from './job-store.js';
import { every, isActive, kindName } from './job-words.js';
import { askForJob } from './start-dialog.js';

const SOON = 1_000;
const LATER = 15_000;

/** The list of jobs, read again and again while it is looked at. */
export class JobsView {
  #root = byId('job-list');
  #schedules = byId('job-schedules');
  #filter = byId('job-state');
  #store = new JobStore();
  #rows = new Map();
  #list = element('ul.document-list', { 'aria-label': 'Jobs' });
  #more = element('button.more', { type: 'button', onclick: () => this.#attempt(() => this.#store.more()) }, 'Show more');
  #timer = 0;
  #open = false;

  constructor() {
    this.#store.onChange(() => this.#show());
    this.#filter.addEventListener('change', () => this.#store.show(this.#filter.value));
    byId('start-job').addEventListener('click', () => this.#start());
    document.addEventListener('visibilitychange', () => this.#open && !document.hidden && this.#refresh());
    this.#root.append(element('p.loading', { role: 'status' }, 'Loading the jobs'));
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
    this.#timer = setTimeout(() => this.#refresh(), this.#store.items.some(isActive) ? SOON : LATER);
  }

  #show() {
    const { items, loaded, problem } = this.#store;
    if (!loaded && problem) {
      this.#root.replaceChildren(problemBox(problem, () => this.#refresh()));
      return;
    }
    if (!loaded) return;
    this.#updateRows(items);
    const nothing = this.#filter.value ? 'None of this kind.' : 'No jobs yet.';
    const parts = items.length ? [this.#list] : [element('p.nothing', {}, nothing)];
    if (problem) parts.unshift(problemBox(problem, () => this.#refresh()));
    if (this.#store.hasMore) parts.push(this.#more);
    const shown = [...this.#root.children];
    if (parts.length !== shown.length || parts.some((part, index) => part !== shown[index])) this.#root.replaceChildren(...parts);
    this.#showSchedules();
  }

  #showSchedules() {
    const { schedules } = this.#store;
    const lines = schedules.map(({ name, kind, workspace, everySeconds, at, nextAt, outcome }) => {
      const words = [`${kindName(kind)}, ${every(everySeconds)}${at ? ` at ${at} UTC` : ''}`];
      words.push(workspace === 'all' ? 'every workspace' : `workspace ${workspace}`);
      if (nextAt) words.push(`next ${fullTime(nextAt)}`);
      if (outcome) words.push(`last: ${outcome}`);
      return element('li', {}, element('strong', {}, name), ` ${words.join(' · ')}`);
    });
    const parts = lines.length ? [element('h2', {}, 'Schedules'), element('ul.job-schedules', {}, lines)] : [];
    if (this.#schedules.textContent !== parts.map((part) => part.textContent).join('')) this.#schedules.replaceChildren(...parts);
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
    const row = new JobRow(item, (job) => this.#cancel(job));
    this.#rows.set(item.id, row);
    return row;
  }

  async #start() {
    const job = await askForJob();
    if (!job) return;
    await this.#attempt(async () => {
      await this.#store.start(job);
      announce(`${kindName(job.kind)}: queued`);
    });
  }

  async #cancel(job) {
    this.#rows.get(job.id)?.name.focus(); // the button that had it can do nothing now
    await this.#attempt(async () => {
      await this.#store.cancel(job.id);
      announce(`${kindName(job.kind)}: cancelled`);
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
}
