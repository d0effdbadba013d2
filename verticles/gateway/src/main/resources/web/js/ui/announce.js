import { byId } from './element.js';

let clearing = 0;

/** Speaks to screen readers without moving focus. The same text twice is spoken twice. */
export function announce(text) {
  const region = byId('announcer');
  clearTimeout(clearing);
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
  clearing = setTimeout(() => (region.textContent = ''), 10_000);
}
