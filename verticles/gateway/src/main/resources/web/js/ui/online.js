import { byId } from './element.js';
import { announce } from './announce.js';
import { titleState } from './title.js';

/** Shows when the browser knows that it has no network. */
export function startOnline() {
  const show = () => {
    const offline = !navigator.onLine;
    byId('offline').hidden = !offline;
    titleState(offline ? 'Offline' : '');
  };
  addEventListener('offline', show);
  addEventListener('online', () => {
    show();
    announce('Online again');
  });
  show();
}
