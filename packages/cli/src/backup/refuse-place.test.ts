import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { refusePlace } from './refuse-place.ts'

test('a place where no backup can lie is refused with the reason, and what to do instead', () => {
  const directory = temporaryDirectory()
  const refused = (path: string, text: string) =>
    expect(() => refusePlace(path)).toThrow(expect.objectContaining({ exitCode: 2, message: expect.stringContaining(text) }))
  expect(refusePlace(join(directory, 'monday.tar'))).toBeUndefined()
  refused(directory, 'which is a directory: name a file in it.')
  refused(join(directory, 'missing', 'monday.tar'), 'which is no directory: make it first.')
  // The same way as a folder without the right to it, which root has anywhere.
  symlinkSync('round', join(directory, 'round'))
  refused(join(directory, 'round', 'monday.tar'), 'where nothing can be written (ELOOP): name another place.')
})
