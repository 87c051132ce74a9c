import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createBackgroundSyncs } from './background-syncs.ts'

async function openFiles(count: number) {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-syncs-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return Promise.all(Array.from({ length: count }, (_, index) => open(join(directory, String(index)), 'wx')))
}

test('every file is synced and closed when all is done', async () => {
  const syncs = createBackgroundSyncs()
  const files = await openFiles(20)
  for (const file of files) {
    await file.write('x')
    syncs.begin(file)
    await syncs.finish(file)
  }
  await syncs.done()
  expect(files.map(({ fd }) => fd)).toEqual(files.map(() => -1))
})

test('a sync that failed is told, and the file closed all the same', async () => {
  const syncs = createBackgroundSyncs()
  const [broken, sound] = await openFiles(2)
  if (broken === undefined || sound === undefined) throw new Error('There are two files.')
  await broken.close()
  syncs.begin(broken)
  await expect(syncs.done()).rejects.toMatchObject({ code: 'EBADF' })
  await expect(syncs.finish(sound)).rejects.toMatchObject({ code: 'EBADF' })
  await expect(syncs.done()).rejects.toMatchObject({ code: 'EBADF' })
  expect(sound.fd).toBe(-1)
})
