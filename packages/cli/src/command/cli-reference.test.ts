import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadCommands } from '../command-list.ts'
import { cliReference } from './cli-reference.ts'

test('docs/cli.md is as the commands are: write it anew with packages/cli/scripts/write-cli-reference.ts', async () => {
  expect(readFileSync(new URL('../../../../docs/cli.md', import.meta.url), 'utf8')).toBe(cliReference(await loadCommands()))
})
