import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { main } from '@millrace/cli'
import { expect, onTestFinished, test } from 'vitest'
import { checkout } from '../../support/checkout.ts'
import { faultsCache } from '../support/faults-cache.ts'
import { type Random, seededRandom } from '../support/random.ts'
import { faultScale } from '../support/test-scale.ts'
import { evilTexts } from './evil.ts'

type Host = NonNullable<Parameters<typeof main>[1]>

const cases = Math.max(200, Math.round(10_000 * faultScale))
const hangMs = 60_000

/** A way out of `main` that leaves this process as it is. */
class Exit extends Error {
  readonly code: number
  constructor(code: number) {
    super(`exit ${code}`)
    this.code = code
  }
}

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function run(words: readonly string[], directory: string): Promise<Ran> {
  let out = ''
  let err = ''
  const output = (write: (text: string) => void): Host['out'] => ({
    isTerminal: false,
    usesColor: false,
    size: () => ({ columns: 80, rows: 24 }),
    write,
    flushed: async () => undefined,
    onResize: () => () => undefined,
  })
  const host: Host = {
    // Nobody listens there: what asks a server is refused at once.
    environment: { MILLRACE_SERVER: 'http://127.0.0.1:9' },
    directory,
    out: output((text) => (out += text)),
    err: output((text) => (err += text)),
    input: Readable.from([]) as Host['input'], // Read from as a stream alone.
    onInterrupt: () => () => undefined,
    exit: (code) => {
      throw new Exit(code)
    },
  }
  try {
    return await main(words, host)
  } catch (error) {
    if (error instanceof Exit) return { code: error.code, out, err }
    throw error
  }
}

/** Deep inside, so that a path that leads up leads nowhere that matters. */
function playground(): string {
  const top = mkdtempSync(join(faultsCache(), 'cli-'))
  onTestFinished(() => rmSync(top, { recursive: true, force: true }))
  const directory = join(top, 'a/b/c/d/e/f')
  mkdirSync(directory, { recursive: true })
  copyFileSync(join(checkout, 'e2e/faults/workflows/computed.yaml'), join(directory, 'computed.yaml'))
  return directory
}

/** As the help lists them; but those that serve, or look at the machine, go on for too long. */
async function commandsOf(directory: string): Promise<readonly string[]> {
  const { out } = await run(['--help'], directory)
  const names = [...out.matchAll(/^ {2}([a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)?) {2,}/gm)].flatMap(([, name]) => name ?? [])
  return names.filter((name) => name !== 'start' && name !== 'doctor')
}

/** As a process gets it: no shell hands over a NUL, and what is no UTF-8 has become other characters. */
function word(random: Random): string {
  return random.pick(evilTexts).slice(0, 3000).replaceAll('\u0000', '').toWellFormed()
}

function words(random: Random, commands: readonly string[]): readonly string[] {
  const begin = random.next() < 0.9 ? random.pick(commands).split(' ') : [word(random)]
  const rest = Array.from({ length: random.below(5) }, () => {
    const choice = random.below(8)
    if (choice === 0)
      return `--${random.pick(['json', 'output', 'data', 'input', 'limit', 'from', 'help', 'yes', 'in-memory', 'trigger', 'to', 'cursor'])}`
    if (choice === 1) return `--${random.pick(['output', 'data', 'input', 'limit', 'workflow', 'status'])}=${word(random)}`
    if (choice === 2) return random.pick(['-n', '-o', '-h', '-', '--', '-oo', '-1', '@-', '@computed.yaml', '@missing'])
    if (choice <= 4)
      return random.pick(['computed.yaml', '.', 'computed', 'web', 'id', 'nodes.done.with', '{"n":1}', 'n=1', '7', 'json', 'success'])
    return word(random)
  })
  return [...begin, ...rest]
}

test(`${cases} odd command lines each end with a code and a sentence, never with a stack`, { timeout: 900_000 }, async () => {
  const seed = Number(process.env.MILLRACE_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31))
  const random = seededRandom(seed)
  const directory = playground()
  const commands = await commandsOf(directory)
  expect(commands.length).toBeGreaterThan(30)
  const violations: string[] = []
  for (let number = 1; number <= cases && violations.length < 10; number++) {
    const line = words(random, commands)
    const begunAt = performance.now()
    const complain = (what: string) => violations.push(`${number}: ${what}: ${JSON.stringify(line).slice(0, 500)}`)
    try {
      const { code, out, err } = await run(line, directory)
      if (![0, 1, 2, 3, 4].includes(code)) complain(`it ended with ${code}`)
      // That none runs is what "status" was asked for, and no mistake.
      const said = line.includes('status') ? out + err : err
      if (code !== 0 && said === '' && !line.includes('--json')) complain(`${code} without a word`)
      if (/^\s+at .+:\d+:\d+\)?$/m.test(err)) complain(`a stack: ${err.slice(0, 300)}`)
    } catch (error) {
      complain(`it threw ${error instanceof Error ? error.stack : error}`)
    }
    if (performance.now() - begunAt > hangMs) complain(`it took ${Math.round(performance.now() - begunAt)} ms`)
    if (Object.keys(Object.prototype).length > 0) complain('Object.prototype has changed')
  }
  expect(violations, `seed ${seed}`).toEqual([])
})

test.each([
  [['schedule', 'preview', '{{ vars.cron }}'], 'Expressions are not evaluated here'],
  [['schedule', 'preview', 'INTERVAL=2;BYDAY=MO'], 'needs FREQ'],
  [['workflow', 'publish', '.'], 'is 2 workflow files, and one at a time is published'],
])('%j says what is wrong', async (line, sentence) => {
  const directory = playground()
  copyFileSync(join(checkout, 'e2e/faults/workflows/chain.yaml'), join(directory, 'chain.yaml'))
  expect(await run(line, directory)).toMatchObject({ code: 2, err: expect.stringContaining(sentence) })
})
