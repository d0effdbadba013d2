// A subscriber that checks every delivery with the public Standard Webhooks library: node
// subscriber.mjs. Prints "listening PORT"; PUT /secret tells it the secret, PUT /open ends a time in
// which it refuses everything. Prints a line of JSON for each delivery that it has accepted.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

let webhook;
let open = false;

function refuses(body, headers) {
  try {
    webhook.verify(body, headers);
    return false;
  } catch {
    return true;
  }
}

/** The status of the answer to a delivery. */
function take(body, headers) {
  if (!open) {
    return 503;
  }
  if (refuses(body, headers)) {
    console.log(JSON.stringify({ forged: body }));
    return 400;
  }
  const event = JSON.parse(body);
  console.log(
    JSON.stringify({
      id: headers['webhook-id'],
      type: event.type,
      key: event.partitionkey,
      sequence: Number(event.sequence),
      careful: refuses(`${body} `, headers) && refuses(body, { ...headers, 'webhook-id': 'x' }),
    }),
  );
  return 204;
}

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts).toString('utf8');
    let status = 204;
    if (request.method === 'PUT' && request.url === '/secret') {
      webhook = new Webhook(body);
    } else if (request.method === 'PUT' && request.url === '/open') {
      open = true;
    } else {
      status = take(body, request.headers);
    }
    response.writeHead(status).end();
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
