// The load of the webhook benches against any address, so that a peer can be measured by the same means:
//   npm run bench:load -- URL [CONNECTIONS] [SECONDS]
// Sends the 1 KB body of the benches as POST, each connection its next one when the last is answered.

import { shownNumber } from './figure.ts'
import { loadGenerate } from './load-generator.ts'

const [url, connections = '64', seconds = '10'] = process.argv.slice(2)
if (url === undefined || !URL.canParse(url)) {
  console.error('Usage: npm run bench:load -- URL [CONNECTIONS] [SECONDS]')
  process.exit(2)
}
const body = JSON.stringify({ id: 4711, customer: 'Ada', lines: [{ price: 40 }, { price: 70 }], note: 'x'.repeat(930) })
const { requestsPerSecond, p50Ms, p99Ms, errors } = await loadGenerate({
  url,
  method: 'POST',
  body,
  connections: Number(connections),
  seconds: Number(seconds),
})
console.log(`${shownNumber(requestsPerSecond)} requests/s, p50 ${shownNumber(p50Ms)} ms, p99 ${shownNumber(p99Ms)} ms, ${errors} errors`)
