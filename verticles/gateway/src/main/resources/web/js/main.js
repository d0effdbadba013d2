import { RunningAnswers } from './answers/running-answers.js';
import { askForKey } from './api/access.js';
import { ChatView } from './chat/chat-view.js';
import { LettersView } from './dead-letters/letters-view.js';
import { startDrawer } from './drawer.js';
import { DocumentStore } from './documents/document-store.js';
import { DocumentsView } from './documents/documents-view.js';
import { startIntake } from './documents/intake.js';
import { ProgressFeed } from './documents/progress-feed.js';
import { UploadRows } from './documents/upload-rows.js';
import { Uploads } from './documents/uploads.js';
import { JobsView } from './jobs/jobs-view.js';
import { OperationsView } from './operations/operations-view.js';
import { PassagePanel } from './passage/passage-panel.js';
import { startRouter } from './router.js';
import { showActivity } from './activity.js';
import { byId } from './ui/element.js';
import { notice } from './ui/notice.js';
import { startOnline } from './ui/online.js';
import { startTheme } from './ui/theme.js';
import { titleView } from './ui/title.js';

startTheme();
startOnline();

const passages = new PassagePanel();
const store = new DocumentStore();
const running = new RunningAnswers();
running.resumeAll();

const chat = new ChatView({ running, documents: store, passages });
const documents = new DocumentsView(store, {
  read: (document) => passages.openDocument(document),
  forget: (id) => passages.forget(id),
  ask: (document) => {
    location.hash = '#/';
    chat.composer.scope = [document];
    chat.composer.focus();
  },
});
const uploads = new Uploads(store, (document) => {
  notice(`${document.name} is already here`);
  documents.point(document.id);
});
new UploadRows(byId('uploads'), uploads);
new ProgressFeed(store);
startIntake(uploads, () => !byId('documents-view').hidden);
showActivity({ store, uploads, running });
const letters = new LettersView(store);
const jobs = new JobsView();
const operations = new OperationsView();

const TITLES = { documents: 'Documents', 'dead-letters': 'Dead letters', jobs: 'Jobs', operations: 'Operations' };
let shownView = null;
startRouter(({ view, id }) => {
  const asking = view === 'ask';
  if (shownView && shownView !== view) passages.close();
  shownView = view;
  for (const each of ['ask', 'documents', 'dead-letters', 'jobs', 'operations']) byId(`${each}-view`).hidden = each !== view;
  byId('frame').classList.toggle('wide', !asking);
  for (const tab of document.querySelectorAll('[data-tab]')) {
    if (tab.dataset.tab === view) {
      tab.setAttribute('aria-current', 'page');
      tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else tab.removeAttribute('aria-current');
  }
  if (asking) {
    chat.open(id);
    if (matchMedia('(pointer: fine)').matches && document.activeElement === document.body) chat.composer.focus();
  } else {
    titleView(TITLES[view]);
  }
  if (view === 'dead-letters') letters.open();
  else letters.close();
  if (view === 'jobs') jobs.open();
  else jobs.close();
  if (view === 'operations') operations.open();
  else operations.close();
});
store.load();

const drawer = startDrawer();
byId('access').addEventListener('click', async () => (await askForKey()) && location.reload());
byId('new-conversation').addEventListener('click', () => setTimeout(() => chat.composer.focus()));
byId('skip').addEventListener('click', (event) => {
  event.preventDefault(); // the hash belongs to the router
  byId('view').focus();
});
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  if (drawer.close()) return;
  if (passages.isOpen) passages.close();
  else chat.stop();
});
