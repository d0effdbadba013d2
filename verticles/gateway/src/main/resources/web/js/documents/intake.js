import { Problem } from '../api/problem.js';
import { byId } from '../ui/element.js';
import { noticeProblem } from '../ui/notice.js';
import { droppedFiles } from './dropped-files.js';

const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
const isEditable = (target) => Boolean(target.closest?.('input, textarea, [contenteditable]'));

/** The three ways in: dropping anywhere, choosing, pasting. */
export function startIntake(uploads, isDocumentsShown) {
  const picker = byId('file-input');
  for (const id of ['add-files', 'add-files-ask']) byId(id).addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    uploads.add([...picker.files]);
    picker.value = ''; // so that the same file can be chosen again
  });
  startDrop(uploads);
  addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (files.length) uploads.add(files);
    else if (isDocumentsShown() && !isEditable(event.target) && text.trim()) uploads.add([noteOf(text)]);
    else return;
    event.preventDefault();
  });
}

function startDrop(uploads) {
  const veil = byId('drop-veil');
  let depth = 0; // dragenter and dragleave come for every element below the pointer
  const count = (change) => {
    depth = change === 0 ? 0 : Math.max(0, depth + change);
    veil.hidden = depth === 0;
  };
  addEventListener('dragenter', (event) => holdsFiles(event) && count(1));
  addEventListener('dragleave', (event) => holdsFiles(event) && count(-1));
  addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  addEventListener('drop', async (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    count(0);
    try {
      uploads.add(await droppedFiles(event.dataTransfer));
    } catch (error) {
      noticeProblem(new Problem({ status: -1, title: 'The dropped files could not be read', detail: String(error.message ?? error) }));
    }
  });
}

/** Pasted text becomes a document named by its first line. */
function noteOf(text) {
  const line = text.trim().split('\n', 1)[0].replace(/[^\p{L}\p{N} _-]+/gu, ' ').trim().slice(0, 60).trim();
  return new File([text], `${line || 'Pasted text'}.txt`, { type: 'text/plain' });
}
