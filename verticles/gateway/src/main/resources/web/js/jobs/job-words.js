import { counted } from '../ui/format.js';

export const KINDS = {
  rebuild: 'Rebuild documents',
  reindex: 'Compare the index',
  dedupe: 'Find duplicates',
  retention: 'Delete what is old',
  cleanup: 'Clean up',
  reembed: 'Embed with the next model',
};

const STATES = {
  queued: 'Waiting',
  running: 'Running',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const RESULTS = {
  rebuilt: 'rebuilt',
  restarted: 'started anew',
  unreadable: 'unreadable',
  skipped: 'skipped',
  compared: 'compared',
  mended: 'mended',
  orphaned: 'removed from the index',
  documents: 'documents',
  duplicates: 'duplicates',
  removed: 'removed',
  conversations: 'conversations',
  answers: 'answers',
  endedJobs: 'old jobs removed',
  replacedChunks: 'old passages removed',
};

export const kindName = (kind) => KINDS[kind] ?? kind;

export const isActive = ({ state }) => state === 'queued' || state === 'running';

export function stateName({ state, cancelRequested, attempts }) {
  if (state === 'running' && cancelRequested) return 'Stopping';
  if (state === 'queued' && attempts > 0) return 'Tries again';
  return STATES[state] ?? state;
}

/** What has come of it so far, as far as there are words for it. */
export function resultText({ result }) {
  return Object.entries(RESULTS)
    .filter(([name]) => result[name] > 0)
    .map(([name, words]) => `${result[name].toLocaleString()} ${words}`)
    .join(', ');
}

const SPANS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** A length of time in its largest whole unit. */
export function every(seconds) {
  const [length, name] = SPANS.find(([span]) => seconds % span === 0);
  return seconds === length ? `every ${name}` : `every ${counted(seconds / length, name)}`;
}
