import { getJson, postJson } from '../api/http.js';
import { PagedItems } from '../api/paged-items.js';
import { ROUTES } from '../api/routes.js';

/** What this page knows of the workspace's dead letters, and what it can do with them. */
export class LetterStore {
  listed = new PagedItems((page) => getJson(ROUTES.deadLetters(page)));

  inspect(id) {
    return getJson(ROUTES.deadLetter(id));
  }

  async replay(id) {
    this.listed.put(await postJson(ROUTES.replayDeadLetter(id)));
  }

  /** All that are shown by the state chosen and are still open. Gives how many. */
  async replayAll() {
    const { queued } = await postJson(ROUTES.replayDeadLetters(), { workspace: 'default', state: this.listed.state || undefined });
    await this.listed.load();
    return queued;
  }

  async discard(id, reason) {
    this.listed.put(await postJson(ROUTES.discardDeadLetter(id), { reason }));
  }
}
