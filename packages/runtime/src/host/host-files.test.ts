import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { openFileVault } from './file-vault.ts'
import { createHostFiles } from './host-files.ts'
import { stepPlace } from './testing/step-place.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

async function opened() {
  const store = createMemoryStore().files
  const vault = await openFileVault({ store, directory: temporaryDirectory(), largestBytes: 10, now: () => 0 })
  return { store, of: (account: string) => createHostFiles(vault, stepPlace({ account })) }
}

test('a file belongs to the account and the execution that wrote it', async () => {
  const { store, of } = await opened()
  const { fileId } = await of('acme').write(Buffer.from('hello'), { name: 'a.txt' })
  expect(await store.get('acme', fileId)).toMatchObject({ name: 'a.txt', executionId: 'e1' })
  expect(await new Response(await of('acme').read({ fileId })).text()).toBe('hello')
})

test('attack 34: a handle of another account, or a made-up one, opens nothing', async () => {
  const { of } = await opened()
  const handle = await of('acme').write(Buffer.from('hello'))
  for (const fileId of [handle.fileId, '../secrets.json', { toString: () => handle.fileId } as unknown as string]) {
    await expect(of('globex').read({ fileId })).rejects.toMatchObject({ name: 'FatalError', code: 'FILE_MISSING' })
  }
})

test('what is too large fails for good', async () => {
  const { of } = await opened()
  await expect(of('acme').write(Buffer.alloc(11))).rejects.toMatchObject({ name: 'FatalError', code: 'FILE_TOO_LARGE' })
})
