import { element } from '../ui/element.js';

/** Asks why. Gives the reason, or null when it is kept after all. */
export function askForReason(title) {
  return new Promise((resolve) => {
    const field = element('input', {
      type: 'text',
      id: 'discard-reason',
      maxlength: 1000,
      required: true,
      autofocus: true,
      autocomplete: 'off',
      'aria-describedby': 'discard-detail',
    });
    const discard = (event) => {
      event.preventDefault();
      if (field.value.trim()) dialog.close('discard');
      else field.reportValidity();
    };
    const dialog = element(
      'dialog.dialog',
      { 'aria-labelledby': 'discard-title' },
      element(
        'form',
        { onsubmit: discard },
        element('h2', { id: 'discard-title' }, 'Discard this dead letter?'),
        element('p', { id: 'discard-detail' }, `“${title}” will not be tried again. The reason stays with it.`),
        element('label', { for: 'discard-reason' }, 'Reason'),
        field,
        element(
          'div.dialog-actions',
          {},
          element('button', { type: 'button', onclick: () => dialog.close('') }, 'Keep'),
          element('button.danger', { type: 'submit' }, 'Discard'),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'discard' ? field.value.trim() : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
