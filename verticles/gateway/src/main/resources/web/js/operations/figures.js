/** What is not known is shown as a dash. */
export const NONE = '–';

const known = (value) => typeof value === 'number' && Number.isFinite(value);

/** A number a person can read at a glance: 0.4, 12, 1,830. */
export function figure(value) {
  if (!known(value)) return NONE;
  if (value !== 0 && Math.abs(value) < 10 && !Number.isInteger(value)) return value.toFixed(value < 0.1 ? 2 : 1);
  return Math.round(value).toLocaleString();
}

/** A latency: 340 ms, 2.4 s. */
export function latency(seconds) {
  if (!known(seconds)) return NONE;
  if (seconds < 1) return `${Math.round(seconds * 1000)}\u00a0ms`;
  return seconds < 10 ? `${seconds.toFixed(1)}\u00a0s` : duration(seconds);
}

const STEPS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
];

/** How long something has lasted, in its two largest units: 45 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds) {
  if (!known(seconds)) return NONE;
  let rest = Math.round(seconds);
  const parts = [];
  for (const [size, unit] of [...STEPS, [1, 's']]) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count || (unit === 's' && !parts.length)) parts.push(`${count}\u00a0${unit}`);
    else if (parts.length) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

export const secondsSince = (text, now) => Math.max(0, (new Date(now) - new Date(text)) / 1000);

export const percent = (share) => (known(share) ? `${Math.round(share * 100)}\u00a0%` : NONE);

export const sumOf = (counts) => {
  const values = Object.values(counts ?? {});
  return values.length ? values.reduce((sum, value) => sum + value, 0) : null;
};
