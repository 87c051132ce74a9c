// Writes docs/cli.md; with --check, says whether it is as the commands are.

import { readFileSync, writeFileSync } from 'node:fs'
import { cliReference } from '../src/command/cli-reference.ts'
import { loadCommands } from '../src/command-list.ts'

const file = new URL('../../../docs/cli.md', import.meta.url)
const text = cliReference(await loadCommands())

if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/cli.md is not as the commands are: run node --conditions=source packages/cli/scripts/write-cli-reference.ts')
  process.exitCode = 1
}
