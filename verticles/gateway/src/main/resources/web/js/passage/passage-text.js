import { element } from '../ui/element.js';

/**
 * The pieces between two offsets as nodes: a mark around each `{start, end}`, a line where a page begins.
 * Text only: nothing in a document is taken as HTML.
 */
export function passageNodes(pieces, from, to, marks) {
  const ranges = [...marks].sort((a, b) => a.start - b.start);
  const nodes = [];
  let page = null;
  for (const piece of pieces) {
    if (piece.end <= from || piece.start >= to) continue;
    if (piece.page && piece.page !== page) {
      nodes.push(element('span.page-mark', {}, `Page ${piece.page}`));
      page = piece.page;
    }
    for (const [a, b, marked] of cuts(piece, from, to, ranges)) {
      const text = slice(piece, a, b);
      if (text) nodes.push(marked ? element('mark', {}, text) : document.createTextNode(text));
    }
  }
  return nodes;
}

function cuts(piece, from, to, ranges) {
  const last = Math.min(piece.end, to);
  let at = Math.max(piece.start, from);
  const parts = [];
  for (const { start, end } of ranges) {
    const first = Math.min(Math.max(start, at), last);
    const behind = Math.min(Math.max(end, first), last);
    parts.push([at, first, false], [first, behind, true]);
    at = behind;
  }
  return [...parts, [at, last, false]];
}

function slice({ start, end, text }, a, b) {
  if (a >= b) return '';
  if (text.length === end - start) return text.slice(a - start, b - start);
  return a === start ? text : '';
}

/** Where a window that begins near `offset` should begin, so that it cuts no word. */
export function wordStart(pieces, offset) {
  const piece = pieces.find(({ start, end }) => start <= offset && offset < end);
  if (!piece || piece.start === offset) return offset;
  const space = piece.text.slice(offset - piece.start).search(/\s/);
  return space < 0 ? offset : offset + space + 1;
}
