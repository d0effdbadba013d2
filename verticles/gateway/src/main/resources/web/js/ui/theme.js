import { byId } from './element.js';
import { browserStorage } from './storage.js';

const KEY = 'groundwire.theme';
const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
const NAMES = { auto: 'as the system', light: 'light', dark: 'dark' };

/** The button in the bar: as the system, light, dark, and round again. */
export function startTheme() {
  const button = byId('theme');
  const show = (theme) => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.dataset.theme = theme;
    button.title = `Colours: ${NAMES[theme]}`;
    button.setAttribute('aria-label', `Colours: ${NAMES[theme]}. Change to ${NAMES[NEXT[theme]]}.`);
  };
  let theme = browserStorage.get(KEY);
  if (!(theme in NEXT)) theme = 'auto';
  show(theme);
  button.addEventListener('click', () => {
    theme = NEXT[theme];
    if (theme === 'auto') browserStorage.remove(KEY);
    else browserStorage.set(KEY, theme);
    show(theme);
  });
}
