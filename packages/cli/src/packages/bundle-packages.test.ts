import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox } from '@millrace/sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { createBundler } from './bundle-packages.ts'

/** A folder with npm packages as an installation would leave them. */
function folderWith(packages: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-packages-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  for (const [name, files] of Object.entries(packages)) {
    const folder = join(directory, 'node_modules', name)
    mkdirSync(folder, { recursive: true })
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  }
  return directory
}

const shout = { 'package.json': '{"name":"shout","main":"index.js"}', 'index.js': 'module.exports = (text) => text.toUpperCase() + "!"' }
const sums = {
  'package.json': '{"name":"@acme/sums","type":"module","exports":"./index.mjs"}',
  'index.mjs': 'export const add = (a, b) => a + b\nexport const sum = (list) => list.reduce(add, 0)',
}

test('packages of both kinds run in the sandbox under their names', async () => {
  const directory = folderWith({ shout, '@acme/sums': sums })
  const modules = await createBundler({ allowed: ['shout', '@acme/sums'], directory })(['shout', '@acme/sums'])
  const sandbox = createSandbox()
  onTestFinished(() => sandbox.close())
  const { output } = await sandbox.run({
    account: 'default',
    code: "const { sum } = packages['@acme/sums']\nreturn packages.shout('total ' + sum(input))",
    modules,
    input: [1, 2, 3],
    timeoutMs: 10_000,
    memoryMb: 128,
  })
  expect(output).toBe('TOTAL 6!')
})

test('what is not allowed, not installed, or not for the sandbox is refused with what to do', async () => {
  const node = { 'package.json': '{"name":"files","main":"index.js"}', 'index.js': 'module.exports = require("fs").readFileSync' }
  const large = {
    'package.json': '{"name":"large","main":"index.js"}',
    'index.js': `module.exports = ${JSON.stringify('x'.repeat(1_100_000))}`,
  }
  const directory = folderWith({ shout, files: node, large })
  const bundle = createBundler({ allowed: ['files', 'large', 'absent'], directory })
  await expect(bundle(['shout'])).rejects.toMatchObject({
    code: 'PACKAGE_NOT_ALLOWED',
    message: expect.stringContaining('MILLRACE_CODE_PACKAGES'),
  })
  await expect(bundle(['absent'])).rejects.toMatchObject({ code: 'PACKAGE_NOT_INSTALLED', message: expect.stringContaining(directory) })
  await expect(bundle(['files'])).rejects.toMatchObject({ code: 'PACKAGE_UNFIT', message: expect.stringContaining('fs') })
  await expect(bundle(['large'])).rejects.toMatchObject({ code: 'PACKAGE_TOO_LARGE' })
})

test.each(['../../etc', 'shout/../../x', '', 'a b', '__proto__'])('%j is no name that leads anywhere', async (name) => {
  await expect(createBundler({ allowed: ['shout'], directory: folderWith({ shout }) })([name])).rejects.toMatchObject({
    code: 'PACKAGE_NOT_ALLOWED',
  })
})
