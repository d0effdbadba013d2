import { byId } from './ui/element.js';
import { counted } from './ui/format.js';
import { titleState } from './ui/title.js';

/** What goes on in the background, at three places: the title, the tab of documents, below the question. */
export function showActivity({ store, uploads, running }) {
  const show = () => {
    const sending = uploads.items.filter(({ state }) => state !== 'failed').length;
    const reading = store.pending.length;
    const failed = uploads.items.length - sending;
    const words = [
      sending ? `Uploading ${counted(sending, 'file')}` : '',
      reading ? `Reading ${counted(reading, 'document')}` : '',
      failed ? `${counted(failed, 'file')} not uploaded` : '',
    ].filter(Boolean);
    const link = byId('reading-state');
    link.textContent = words.join(' · ');
    link.hidden = words.length === 0;
    const count = byId('document-count');
    count.hidden = sending + reading === 0;
    count.textContent = String(sending + reading);
    count.setAttribute('aria-label', `${sending + reading} being processed`);
    if (!navigator.onLine) return;
    titleState(running.size ? 'Answering' : (words[0] ?? '').replace('\u00a0', ' '));
  };
  store.onChange(show);
  uploads.onChange(show);
  running.onChange(show);
  addEventListener('online', show);
  show();
}
