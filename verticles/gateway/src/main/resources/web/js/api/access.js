import { element } from '../ui/element.js';
import { tabStorage } from '../ui/storage.js';

const KEY = 'groundwire.key';
let asking = null;

/** The headers that let a request in; none while no key is known. */
export function accessHeaders() {
  const key = tabStorage.get(KEY);
  return key ? { Authorization: `Bearer ${key}` } : {};
}

export const hasKey = () => tabStorage.get(KEY) !== null;

/** Shows the key dialog, once however many requests ask. True when a key was entered. */
export function askForKey(reason = '') {
  asking ??= show(reason).finally(() => (asking = null));
  return asking;
}

function show(reason) {
  return new Promise((resolve) => {
    const field = element('input', {
      type: 'password',
      id: 'access-key',
      autocomplete: 'off',
      spellcheck: 'false',
      autofocus: true,
      'aria-describedby': 'access-detail',
    });
    const keep = (event) => {
      event.preventDefault();
      const key = field.value.trim();
      if (key) tabStorage.set(KEY, key);
      dialog.close(key ? 'entered' : '');
    };
    const forget = () => {
      tabStorage.remove(KEY);
      dialog.close('forgotten');
    };
    const dialog = element(
      'dialog.dialog',
      { 'aria-labelledby': 'access-title' },
      element(
        'form',
        { onsubmit: keep },
        element('h2', { id: 'access-title' }, 'API key'),
        reason ? element('p.dialog-reason', { role: 'alert' }, reason) : null,
        element('p', { id: 'access-detail' }, 'The key stays in this tab and is forgotten when the tab is closed.'),
        element('label', { for: 'access-key' }, 'Key'),
        field,
        element(
          'div.dialog-actions',
          {},
          hasKey() ? element('button', { type: 'button', onclick: forget }, 'Forget key') : null,
          element('button', { type: 'button', onclick: () => dialog.close('') }, 'Cancel'),
          element('button.primary', { type: 'submit' }, 'Use key'),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'entered');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
