import { element } from './element.js';

/**
 * Asks before something that cannot be undone. Focus starts on the harmless button and goes back to
 * where it was, unless that is gone by then.
 */
export function confirmed(question, detail, action) {
  return new Promise((resolve) => {
    const dialog = element(
      'dialog.dialog',
      { 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-detail' },
      element('h2', { id: 'confirm-title' }, question),
      element('p', { id: 'confirm-detail' }, detail),
      element(
        'div.dialog-actions',
        {},
        element('button', { type: 'button', autofocus: true, onclick: () => dialog.close('no') }, 'Keep'),
        element('button.danger', { type: 'button', onclick: () => dialog.close('yes') }, action),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
