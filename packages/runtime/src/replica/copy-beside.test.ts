import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLatestCopies } from './copy-beside.ts'
import { temporary } from './testing/plain-replica.ts'

const account = join('accounts', '0'.repeat(32), 'sqlite')

function beside(copyMs: number) {
  const [directory, folder] = [temporary(), temporary()]
  let now = 1_000_000
  mkdirSync(join(directory, account), { recursive: true })
  writeFileSync(join(directory, 'millrace.db'), 'the database')
  const copies: string[] = []
  const snapshots = {
    damagesIn: () => [],
    filesInSnapshot: () => [],
    isDatabase: (file: string) => file.endsWith('.db'),
    async snapshotDatabase(from: string, to: string) {
      copies.push(from)
      now += copyMs
      copyFileSync(from, to)
    },
  }
  return {
    copies,
    write: (name: string, content: string) => writeFileSync(join(directory, name), content),
    remove: (name: string) => rmSync(join(directory, name)),
    copied: (name: string) => readFileSync(join(folder, name), 'utf8'),
    pass: (ms: number) => {
      now += ms
    },
    look: createLatestCopies({ directory, folder, snapshots, now: () => now }),
  }
}

test('what has changed is copied, what has not is not, and what was deleted is gone', async () => {
  const { copies, write, remove, copied, look } = beside(0)
  const shop = join(account, 'shop.db')
  write('secrets.json', '{}')
  write(shop, 'one')
  await look()
  await look()
  expect([copied('secrets.json'), copied(shop), copies.length]).toEqual(['{}', 'one', 1])
  write(shop, 'another one')
  await look()
  expect([copied(shop), copies.length]).toEqual(['another one', 2])
  remove(shop)
  await look()
  expect(() => copied(shop)).toThrow('ENOENT')
})

test('a database whose copy takes long is not copied again at once, however often it changes', async () => {
  const { copies, write, pass, copied, look } = beside(3_000)
  const shop = join(account, 'shop.db')
  for (const content of ['one', 'more', 'much more']) {
    write(shop, content)
    await look()
    pass(1_000)
  }
  expect([copied(shop), copies.length]).toEqual(['one', 1])
  pass(30_000)
  await look()
  expect([copied(shop), copies.length]).toEqual(['much more', 2])
})
