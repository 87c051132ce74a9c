// node --conditions=source packages/engine/scripts/record-history.ts packages/engine/histories/NAME.json
//
// Fills in the turns of a history that only says what happens outside: workflow, trigger, answers (see recorded-history.ts).
// A file that has its turns is kept for ever and never written again.

import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { foldTurns, type RecordedHistory, recordEvents } from '../src/testing/recorded-history.ts'

const [file, ...others] = process.argv.slice(2)
if (file === undefined || others.length > 0) throw new Error('Name one file, e.g. packages/engine/histories/linear.json.')
const history = JSON.parse(readFileSync(file, 'utf8')) as RecordedHistory // Written by hand beside its type; a wrong one fails below.
if (history.turns !== undefined) throw new Error(`${file} is recorded already: old logs are never changed. Choose another name.`)

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)
const turns = foldTurns(history, recordEvents(history), hash)
writeFileSync(file, `${JSON.stringify({ ...history, recordedBy: version, turns }, null, 2)}\n`)
console.log(`${file}: ${turns.length} events, ends as ${JSON.stringify(turns.at(-1)?.commands.at(-1))}`)
