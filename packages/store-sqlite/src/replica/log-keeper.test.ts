import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../open-sqlite-store.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import type { LogFollower, LogSession } from './log-keeper.ts'
import { createLogSignals, followerSignals } from './log-signals.ts'

function following({ knownTokens = [] as readonly string[], mostPages = 1_200 } = {}) {
  const signals = createLogSignals()
  const told: { session?: LogSession; ends: (string | undefined)[] } = { ends: [] }
  const follower: LogFollower = {
    signals,
    knownTokens,
    mostPages,
    onSession(session) {
      told.session = session
    },
    onFile: () => undefined,
    onEnd: (token) => void told.ends.push(token),
  }
  return { follower, told, heard: followerSignals(signals) }
}

function tokenIn(directory: string): unknown {
  const database = new DatabaseSync(join(directory, 'millrace.db'), { readOnly: true })
  try {
    return database.prepare('SELECT token FROM replica_session').get()?.token
  } finally {
    database.close()
  }
}

test('a store that is opened without a follower leaves no token', async () => {
  const directory = temporaryDirectory()
  const { follower, told } = following()
  const store = openSqliteStore({ directory, search: 'off', follower })
  expect(told.session).toMatchObject({ found: undefined, token: tokenIn(directory) })
  const again = following({ knownTokens: [String(tokenIn(directory))] })
  await store.close()
  // Nobody followed, so nothing says that all is there.
  expect(told.ends).toEqual([undefined])
  expect(tokenIn(directory)).toBeUndefined()
  await openSqliteStore({ directory, search: 'off', follower: again.follower }).close()
  expect(again.told.session?.found).toBeUndefined()
})

test('a token that the follower knows stays as it is', async () => {
  const directory = temporaryDirectory()
  const first = following()
  const store = openSqliteStore({ directory, search: 'off', follower: first.follower })
  const token = String(tokenIn(directory))
  await store.check()
  // As after a death: what was written is in the log.
  const copy = temporaryDirectory()
  for (const name of ['millrace.db', 'millrace.db-wal']) copyFileSync(join(directory, name), join(copy, name))
  await store.close()
  const knowing = following({ knownTokens: [token] })
  await openSqliteStore({ directory: copy, search: 'off', follower: knowing.follower }).close()
  expect(knowing.told.session).toMatchObject({ found: token, token })
})

test('a log that nobody follows is kept up to its limit, then given up, and kept again when somebody rejoins', async () => {
  const directory = temporaryDirectory()
  const { follower, told, heard } = following({ mostPages: 1_010 })
  const store = openSqliteStore({ directory, search: 'off', follower })
  for (let commit = 0; commit < 1_100 && !heard.isLost(); commit++) await store.check()
  expect(heard.isLost()).toBe(true)
  expect(tokenIn(directory)).toBeUndefined()
  const token = told.session?.rejoin()
  expect(heard.isLost()).toBe(false)
  expect(tokenIn(directory)).toBe(token)
  await store.close()
})

test('opening moves nothing of a log that a process has left when it died', async () => {
  const directory = temporaryDirectory()
  const store = openSqliteStore({ directory, search: 'off', follower: following({ mostPages: 9_999 }).follower })
  for (let commit = 0; commit < 1_100; commit++) await store.check()
  const copy = temporaryDirectory()
  for (const name of ['millrace.db', 'millrace.db-wal']) copyFileSync(join(directory, name), join(copy, name))
  await store.close()
  const head = readFileSync(join(copy, 'millrace.db-wal')).subarray(0, 32)
  const next = openSqliteStore({ directory: copy, search: 'off', follower: following({ mostPages: 9_999 }).follower })
  for (let commit = 0; commit < 5; commit++) await next.check()
  expect(readFileSync(join(copy, 'millrace.db-wal')).subarray(0, 32).equals(head)).toBe(true)
  await next.close()
})
