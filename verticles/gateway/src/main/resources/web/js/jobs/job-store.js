import { getJson, postJson, remove } from '../api/http.js';
import { PagedItems } from '../api/paged-items.js';
import { ROUTES } from '../api/routes.js';

/** What this page knows of the organization's jobs and their schedules, and what it can do with them. */
export class JobStore {
  listed = new PagedItems((page) => this.#read(page));
  schedules = [];

  async #read(page) {
    const [listed, { items }] = await Promise.all([getJson(ROUTES.jobs(page)), getJson(ROUTES.jobSchedules())]);
    this.schedules = items;
    return listed;
  }

  async start(job) {
    await postJson(ROUTES.jobs(), { workspace: 'default', ...job });
    await this.listed.load();
  }

  async cancel(id) {
    await remove(ROUTES.job(id));
    await this.listed.load();
  }
}
