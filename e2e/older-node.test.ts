import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from './support/checkout.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

/** Is taken for Node 20 by what looks at its version, once: whatever follows is what it is. */
const older = `data:text/javascript,${encodeURIComponent(`
  if (!process.env.WAS_OLDER) {
    process.env.WAS_OLDER = 'yes'
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } })
    if (process.env.AS_CHILD) process.execve = undefined
  }
`)}`

test.each([{}, { AS_CHILD: 'yes' }])('a Node that is too old goes on as the one that was installed, from any directory (%j)', (more) => {
  const bin = join(checkout, 'node_modules/.bin/millrace')
  const run = (...words: readonly string[]) =>
    spawnSync(process.execPath, ['--conditions=source', '--import', older, bin, ...words], {
      cwd: temporaryDirectory(),
      env: { ...process.env, WAS_OLDER: '', ...more },
      encoding: 'utf8',
    })
  expect(run('--version')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^millrace \d/) })
  expect(run('validate', 'nowhere.yaml')).toMatchObject({ status: 2, stderr: expect.stringContaining('nowhere.yaml') })
})
