import { Marked } from '../../vendor/marked/marked.esm.js';
import DOMPurify from '../../vendor/dompurify/purify.es.mjs';

const escaped = (text) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const SAFE_LINK = /^(https?:|mailto:)/i;

/**
 * Answers quote documents that anybody may have written. Three walls: HTML in the text is shown as
 * text; the result is reduced to a short list of elements; the page's policy runs no inline script.
 */
const marked = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: {
    def() {}, // "[1]: https://…" in a document must not turn citations into links
  },
  renderer: {
    html: ({ text }) => escaped(text),
    image: ({ text, href }) => escaped(text || href), // loading it would tell its server who reads
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      return SAFE_LINK.test(href) ? `<a href="${escaped(href)}">${text}</a>` : text;
    },
    checkbox: ({ checked }) => (checked ? '[x] ' : '[ ] '),
  },
});

const ALLOWED_TAGS = [
  'p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'a',
  'ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6',
  'table', 'thead', 'tbody', 'tr', 'th', 'td',
];

const SANITIZE = {
  ALLOWED_TAGS,
  ALLOWED_ATTR: ['href', 'start'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: SAFE_LINK,
  RETURN_DOM_FRAGMENT: true,
};

/** The text's blocks, each with the Markdown it was made from; a streaming view renders only those that changed. */
export const blocks = (text) => marked.lexer(text).filter((token) => token.type !== 'space');

/** A fragment of harmless elements. */
export function rendered(block) {
  const fragment = DOMPurify.sanitize(marked.parser([block]), SANITIZE);
  for (const link of fragment.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer nofollow';
  }
  for (const table of fragment.querySelectorAll('table')) {
    const frame = document.createElement('div');
    frame.className = 'table-frame';
    frame.tabIndex = 0;
    table.replaceWith(frame);
    frame.append(table);
  }
  return fragment;
}
