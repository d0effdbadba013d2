import { announce } from '../ui/announce.js';
import { byId, element } from '../ui/element.js';
import { fullTime } from '../ui/format.js';
import { Rereading } from '../ui/rereading.js';
import { RowList } from '../ui/row-list.js';
import { JobRow } from './job-row.js';
import { JobStore } from './job-store.js';
import { every, isActive, kindName } from './job-words.js';
import { askForJob } from './start-dialog.js';

const SOON = 1_000;
const LATER = 15_000;

/** The list of jobs, read again and again while it is looked at. */
export class JobsView {
  #schedules = byId('job-schedules');
  #filter = byId('job-state');
  #store = new JobStore();
  #reading = new Rereading(
    () => this.#store.listed.load(),
    () => (this.#store.listed.items.some(isActive) ? SOON : LATER),
  );
  #list = new RowList(byId('job-list'), {
    label: 'Jobs',
    noun: 'job',
    nothing: () => (this.#filter.value ? 'None of this kind.' : 'No jobs yet.'),
    newRow: (item) => new JobRow(item, (job) => this.#cancel(job)),
    reload: () => this.#reading.now(),
    readOn: () => this.#store.listed.more(),
  });

  constructor() {
    const { listed } = this.#store;
    listed.onChange(() => {
      this.#list.show(listed);
      if (listed.loaded) this.#showSchedules();
    });
    this.#filter.addEventListener('change', () => listed.show(this.#filter.value));
    byId('start-job').addEventListener('click', () => this.#start());
  }

  open() {
    this.#reading.open();
  }

  close() {
    this.#reading.close();
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

  async #start() {
    const job = await askForJob();
    if (!job) return;
    await this.#reading.after(async () => {
      await this.#store.start(job);
      announce(`${kindName(job.kind)}: queued`);
    });
  }

  async #cancel(job) {
    this.#list.row(job.id)?.name.focus(); // the button that had it can do nothing now
    await this.#reading.after(async () => {
      await this.#store.cancel(job.id);
      announce(`${kindName(job.kind)}: cancelled`);
    });
  }
}
