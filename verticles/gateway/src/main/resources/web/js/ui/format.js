const UNITS = ['B', 'KB', 'MB', 'GB'];

export function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)}\u00a0${UNITS[unit]}`;
}

const DAY = 86_400_000;
const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' });

/** Short: the time today, the date before. */
export function when(text) {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return '';
  const recent = Date.now() - at.getTime() < DAY && at.getDate() === new Date().getDate();
  return (recent ? TIME : DATE).format(at);
}

export function fullTime(text) {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? '' : FULL.format(at);
}

export const counted = (n, one, many = `${one}s`) => `${n.toLocaleString()}\u00a0${n === 1 ? one : many}`;

const TYPES = {
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PowerPoint',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
  'application/epub+zip': 'EPUB',
  'message/rfc822': 'Mail',
  'text/html': 'HTML',
  'text/markdown': 'Markdown',
  'text/plain': 'Text',
  'text/csv': 'CSV',
};

export const typeName = (mediaType) => TYPES[(mediaType ?? '').split(';')[0].trim()] ?? 'File';
