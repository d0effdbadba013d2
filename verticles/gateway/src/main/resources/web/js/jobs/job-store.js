import { getJson, postJson, remove } from '../api/http.js';
import { Problem } from '../api/problem.js';
import { ROUTES } from '../api/routes.js';
import { Listeners } from '../ui/observable.js';

const PAGE = 30;
const MOST = 200;

/** What this page knows of the organization's jobs, newest first. */
export class JobStore {
  #changes = new Listeners();
  #readings = 0;
  #limit = PAGE;
  items = [];
  schedules = [];
  state = '';
  loaded = false;
  hasMore = false;
  problem = null;

  onChange(listener) {
    return this.#changes.on(listener);
  }

  /** Shows only those of that state; all for an empty one. */
  async show(state) {
    this.state = state;
    this.items = [];
    this.loaded = false;
    this.#changes.tell();
    await this.load();
  }

  /** Reads the newest again; a later reading overtakes an earlier one. */
  async load() {
    const reading = (this.#readings += 1);
    try {
      const [listed, { items: schedules }] = await Promise.all([
        getJson(ROUTES.jobs({ state: this.state, limit: this.#limit })),
        getJson(ROUTES.jobSchedules()),
      ]);
      if (reading !== this.#readings) return;
      this.items = listed.items;
      this.hasMore = Boolean(listed.nextCursor) && this.#limit < MOST;
      this.schedules = schedules;
      this.loaded = true;
      this.problem = null;
    } catch (error) {
      if (reading !== this.#readings) return;
      this.problem = Problem.caught(error);
    }
    this.#changes.tell();
  }

  async more() {
    this.#limit = Math.min(MOST, this.#limit + PAGE);
    await this.load();
  }

  async start(job) {
    await postJson(ROUTES.jobs(), { workspace: 'default', ...job });
    await this.load();
  }

  async cancel(id) {
    await remove(ROUTES.job(id));
    await this.load();
  }
}
