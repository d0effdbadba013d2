import { replaceMarks, withMarks } from './citation-marks.js';
import { blocks, rendered } from './markdown.js';

/** Shows growing Markdown below `root`; blocks that did not change keep their nodes, focus and selection. */
export class Prose {
  #root;
  #makeCitation;
  #shown = [];

  constructor(root, makeCitation) {
    this.#root = root;
    this.#makeCitation = makeCitation;
  }

  show(text, citations, sources) {
    const wanted = blocks(withMarks(text, citations, sources));
    let same = 0;
    while (same < wanted.length && same < this.#shown.length && this.#shown[same].raw === wanted[same].raw) same += 1;
    for (const { nodes } of this.#shown.splice(same)) for (const node of nodes) node.remove();
    for (const block of wanted.slice(same)) {
      const fragment = rendered(block);
      replaceMarks(fragment, this.#makeCitation);
      const nodes = [...fragment.childNodes];
      this.#root.append(fragment);
      this.#shown.push({ raw: block.raw, nodes });
    }
  }
}
