import { byId } from './ui/element.js';

/** On narrow screens the conversations slide in over the page. */
export function startDrawer() {
  const button = byId('open-conversations');
  const side = byId('conversations');
  const toggle = (open) => {
    side.classList.toggle('open', open);
    button.setAttribute('aria-expanded', String(open));
  };
  button.addEventListener('click', () => {
    const open = !side.classList.contains('open');
    toggle(open);
    if (open) byId('new-conversation').focus();
  });
  side.addEventListener('click', (event) => event.target.closest('a') && toggle(false));
  addEventListener('pointerdown', (event) => {
    if (!side.contains(event.target) && !button.contains(event.target) && !event.target.closest('dialog')) toggle(false);
  });
  return {
    /** True when there was something to close. */
    close() {
      if (!side.classList.contains('open')) return false;
      toggle(false);
      button.focus();
      return true;
    },
  };
}
