import { announce } from '../ui/announce.js';
import { confirmed } from '../ui/confirm.js';
import { byId } from '../ui/element.js';
import { counted } from '../ui/format.js';
import { Rereading } from '../ui/rereading.js';
import { RowList } from '../ui/row-list.js';
import { askForReason } from './discard-dialog.js';
import { LetterRow } from './letter-row.js';
import { LetterStore } from './letter-store.js';
import { LetterTitles } from './letter-titles.js';
import { isOpen, isUnderWay, stateName } from './letter-words.js';

const SOON = 2_000;
const LATER = 15_000;

/** The list of dead letters, read again and again while it is looked at. */
export class LettersView {
  #filter = byId('letter-state');
  #replayAll = byId('replay-letters');
  #store = new LetterStore();
  #titles;
  #reading = new Rereading(
    () => this.#store.listed.load(),
    () => (this.#store.listed.items.some(isUnderWay) ? SOON : LATER),
  );
  #list = new RowList(byId('letter-list'), {
    label: 'Dead letters',
    noun: 'dead letter',
    nothing: () => (this.#filter.value ? 'None of this kind.' : 'No dead letters. Everything that happened has been handled.'),
    newRow: (item) => this.#newRow(item),
    reload: () => this.#reading.now(),
    readOn: () => this.#store.listed.more(),
  });

  constructor(documents) {
    this.#titles = new LetterTitles(documents);
    const { listed } = this.#store;
    listed.onChange(() => {
      this.#replayAll.hidden = !listed.items.some(({ state }) => state === 'parked' || state === 'retrying');
      this.#list.show(listed);
    });
    this.#filter.addEventListener('change', () => listed.show(this.#filter.value));
    this.#replayAll.addEventListener('click', () => this.#replayMany());
  }

  open() {
    this.#reading.open();
  }

  close() {
    this.#reading.close();
  }

  #newRow(item) {
    const row = new LetterRow(item, {
      inspect: (letter) => this.#store.inspect(letter.id),
      replay: (letter) => this.#replay(letter),
      discard: (letter) => this.#discard(letter),
    });
    this.#titles.of(item).then((title) => title && (row.title = title));
    return row;
  }

  async #replay(letter) {
    const row = this.#list.row(letter.id);
    await this.#reading.after(async () => {
      await this.#store.replay(letter.id);
      row.name.focus(); // the button that had it can do nothing now
      announce(`${row.title}: ${stateName('replaying')}`);
    });
  }

  async #replayMany() {
    const detail = 'Groundwire tries each of them again, some a second. What is handled by then stays as it is.';
    if (!(await confirmed('Replay all that are shown and open?', detail, 'Replay all'))) return;
    await this.#reading.after(async () => announce(`${counted(await this.#store.replayAll(), 'dead letter')} will be replayed`));
    if (this.#replayAll.hidden) byId('letters-title').focus();
  }

  async #discard(letter) {
    const row = this.#list.row(letter.id);
    const reason = await askForReason(row.title);
    if (reason === null || !isOpen(letter)) return;
    await this.#reading.after(async () => {
      await this.#store.discard(letter.id, reason);
      row.name.focus();
      announce(`${row.title} discarded`);
    });
  }
}
