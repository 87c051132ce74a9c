import { stat } from 'node:fs/promises'
import { relative } from 'node:path'
import { expect, test } from 'vitest'
import { accountFolder } from './account-folder.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

test('each account has its own, for its owner only, and no account can name another path', async () => {
  const directory = temporaryDirectory()
  const folders = await Promise.all(['acme', 'globex', '../..', 'acme'].map((account) => accountFolder(directory, account, 'sqlite')))
  expect(new Set(folders).size).toBe(3)
  for (const folder of folders) {
    expect(relative(directory, folder)).toMatch(/^accounts\/[0-9a-f]{32}\/sqlite$/)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
  }
})

test.each(['', '..', 'a/b', '/etc', 'A', 'a.b', '-a', 'a\0'])('%j names no folder', async (name) => {
  await expect(accountFolder(temporaryDirectory(), 'acme', name)).rejects.toMatchObject({ code: 'BAD_NODE' })
})
