const MOST = 2_000;

/** The files of a drop, those inside dropped folders too. */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const found = [];
  const open = [...entries];
  while (open.length && found.length < MOST) {
    const entry = open.shift();
    if (entry.isFile) found.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    else open.push(...(await children(entry)));
  }
  return found.filter(({ name }) => !name.startsWith('.'));
}

/** A folder's reader gives its entries in parts until an empty one. */
async function children(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!part.length) return all;
    all.push(...part);
  }
}
