// Watches one answer with the public EventSource client, once for each place where its connection
// is cut: node resume.mjs URL CUT,CUT,... Prints "resumed" when every client has reconnected, then
// one line of JSON a client. "every" cuts after each event.
import { EventSource } from 'eventsource';

const [url, cuts] = process.argv.slice(2);
const clients = cuts.split(',');
let reconnected = 0;

/** The body of a response until its n-th event, then a broken connection. */
function cutAfter(events, body) {
  const reader = body.getReader();
  let left = events;
  let rest = Buffer.alloc(0);
  return new ReadableStream(
    {
      async pull(controller) {
        while (left > 0) {
          const end = rest.indexOf('\n\n');
          if (end >= 0) {
            const block = rest.subarray(0, end + 2);
            rest = rest.subarray(end + 2);
            left -= block.includes('id: ') ? 1 : 0;
            controller.enqueue(block);
            return;
          }
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            return;
          }
          rest = Buffer.concat([rest, value]);
        }
        await reader.cancel();
        controller.error(new Error('cut'));
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function watch(cut) {
  let connections = 0;
  const seen = { cut, ids: [], text: '', end: '', closed: false };
  const source = new EventSource(url, {
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      connections++;
      if (connections === 2 && ++reconnected === clients.length) {
        console.log('resumed');
      }
      const isCut = response.body && (cut === 'every' || connections === 1);
      const { status, headers, redirected } = response;
      const body = isCut
        ? cutAfter(cut === 'every' ? 1 : Number(cut), response.body)
        : response.body;
      return { url: response.url, status, headers, redirected, body };
    },
  });
  return new Promise((resolve) => {
    const finish = () => {
      source.close();
      resolve(seen);
    };
    for (const type of ['status', 'sources', 'delta', 'citation', 'done']) {
      source.addEventListener(type, (event) => {
        seen.ids.push(Number(event.lastEventId));
        if (type === 'delta') {
          seen.text += JSON.parse(event.data).text;
        }
        if (type === 'done') {
          seen.end = type;
        }
      });
    }
    source.addEventListener('error', () => {
      // After the last event the server answers 204, which ends a client for good.
      if (source.readyState === source.CLOSED) {
        seen.closed = true;
        finish();
      }
    });
  });
}

for (const seen of await Promise.all(clients.map(watch))) {
  console.log(JSON.stringify(seen));
}
