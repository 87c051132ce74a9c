// A process of its own: writes records to a store that ships to a replica until it is killed. Started by the tests with the data directory and
// the replica as its arguments. Prints each state, and the number of each record once it is acknowledged.

import { writeSync } from 'node:fs'
import { openSqliteStore } from '@millrace/store-sqlite'
import { openReplica } from '../open-replica.ts'

const [directory = '', folder = ''] = process.argv.slice(2)
const keepMs = 24 * 60 * 60_000
const replica = await openReplica({ directory, folder, keepMs, onChange: ({ state }) => print(state) })
print(replica.status().state)
const store = openSqliteStore({ directory, search: 'off', follower: replica.follower })
const { items } = await store.tables.list('default', { limit: 1 })
if (items.length === 0) await store.tables.create('default', { name: 't', columns: [{ name: 'n', type: 'number' }] }, 1)

for (let n = (await store.tables.count('default', 't')) + 1; ; n++) {
  const id = `f_${n.toString(16).padStart(32, '0')}`
  await store.tables.write('default', { operations: [{ type: 'insert', table: 't', record: { n, text: id.repeat(40) } }], at: 1 })
  print(String(n))
  // A turn for the messages of the thread.
  if (n % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
}

/** Not through a stream: the line has left the process when this returns. */
function print(line: string): void {
  writeSync(1, `${line}\n`)
}
