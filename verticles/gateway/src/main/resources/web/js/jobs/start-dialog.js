import { element } from '../ui/element.js';
import { KINDS } from './job-words.js';

const EXPLAINED = {
  rebuild: 'Reads every document again and makes its passages anew. Searches go on meanwhile.',
  reindex: 'Compares the search index with the database now, and mends what differs.',
  dedupe: 'Looks for documents of the same text.',
  retention: 'Deletes for good what is older than so many days.',
  cleanup: 'Removes what earlier work has left behind.',
  reembed: 'Makes the vectors of the next embedding model, and removes those of retired ones. For the service key.',
};

const check = (name, text, checked = false) =>
  element('label', {}, element('input', { type: 'checkbox', name, checked }), text);

/** Asks which one. Gives the job to submit, or null. */
export function askForJob() {
  return new Promise((resolve) => {
    const kind = element(
      'select',
      { id: 'job-kind', autofocus: true, 'aria-describedby': 'job-detail', onchange: () => choose() },
      Object.entries(KINDS).map(([value, name]) => element('option', { value }, name)),
    );
    const detail = element('p', { id: 'job-detail' });
    const dedupe = element('div.job-field', {}, check('remove', 'Delete all but the oldest of each'));
    const days = element('input', { type: 'number', id: 'job-days', min: 1, max: 36500, value: 365 });
    const retention = element(
      'div.job-field',
      {},
      element('label', { for: 'job-days' }, 'Older than days'),
      days,
      check('documents', 'Documents'),
      check('conversations', 'Conversations and their answers'),
    );
    const ticked = (box, name) => box.querySelector(`[name=${name}]`).checked;
    const choose = () => {
      detail.textContent = EXPLAINED[kind.value];
      dedupe.hidden = kind.value !== 'dedupe';
      retention.hidden = kind.value !== 'retention';
      days.disabled = retention.hidden;
    };
    const chosen = () => {
      if (kind.value === 'dedupe') return { kind: 'dedupe', remove: ticked(dedupe, 'remove') };
      if (kind.value !== 'retention') return { kind: kind.value };
      const of = ['documents', 'conversations'].filter((name) => ticked(retention, name));
      return { kind: 'retention', olderThanDays: days.valueAsNumber, of };
    };
    const dialog = element(
      'dialog.dialog',
      { 'aria-labelledby': 'job-start-title' },
      element(
        'form',
        {
          onsubmit: (event) => {
            event.preventDefault();
            dialog.close('start');
          },
        },
        element('h2', { id: 'job-start-title' }, 'Start a job'),
        element('label', { for: 'job-kind' }, 'What'),
        kind,
        detail,
        dedupe,
        retention,
        element(
          'div.dialog-actions',
          {},
          element('button', { type: 'button', onclick: () => dialog.close('') }, 'Not now'),
          element('button.primary', { type: 'submit' }, 'Start'),
        ),
      ),
    );
    choose();
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'start' ? chosen() : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
