// Private-use characters cannot come from a document through here: they are replaced first, by one character each,
// so that offsets keep their meaning.
const OPEN = '\ue000';
const CLOSE = '\ue001';
const MARK = /\ue000(\d+)\ue001/g;

/**
 * Puts a mark that Markdown leaves alone in place of each cited `[n]`. Without `citations` (a stored
 * message has none) every `[n]` of a known source counts.
 */
export function withMarks(text, citations, sources) {
  const clean = text.replace(/[\ue000\ue001]/g, '\ufffd');
  if (!citations) {
    const known = new Set(sources.map((source) => source.n));
    return clean.replace(/\[(\d{1,3})\]/g, (all, n) => (known.has(Number(n)) ? `${OPEN}${n}${CLOSE}` : all));
  }
  let marked = '';
  let from = 0;
  for (const { n, at } of [...citations].sort((a, b) => a.at - b.at)) {
    const written = `[${n}]`;
    if (at < from || !clean.startsWith(written, at)) continue;
    marked += `${clean.slice(from, at)}${OPEN}${n}${CLOSE}`;
    from = at + written.length;
  }
  return marked + clean.slice(from);
}

/** Replaces the marks below `root` by what `make(n)` gives. */
export function replaceMarks(root, make) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.includes(OPEN)) texts.push(walker.currentNode);
  for (const node of texts) {
    const parts = node.data.split(MARK);
    node.replaceWith(...parts.map((part, index) => (index % 2 ? make(Number(part)) : part)));
  }
}

/** As a person would copy it. */
export const withoutMarks = (text) => text.replace(MARK, '[$1]');
