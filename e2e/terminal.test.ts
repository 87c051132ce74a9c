import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readScreenText } from '../docs/pictures/terminal-screen.ts'
import { checkout, millrace } from './support/checkout.ts'
import { eventually } from './support/eventually.ts'
import { type Reply, startHttpService } from './support/http-service.ts'
import { cleanEnvironment } from './support/run-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const hasScript = spawnSync('script', ['--version']).status === 0
const push = ['run', 'examples/github-push/workflow.yaml', '--data', '@examples/github-push/payload.json', '--in-memory']

interface Terminal {
  /** Everything that was written to the terminal so far. */
  output(): string
  /** As if typed. */
  type(keys: string): void
  readonly ended: Promise<number | null>
}

/** Runs the command on a pseudo-terminal, which util-linux's `script` makes. */
function onTerminal(args: readonly string[], environment: Readonly<Record<string, string>>, columns = 100): Terminal {
  const log = join(temporaryDirectory(), 'typescript')
  const line = [millrace.node, ...millrace.args, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  const command = `stty cols ${columns} rows 30; exec ${line}`
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, log], {
    cwd: checkout,
    env: cleanEnvironment({ TERM: 'xterm-256color', ...environment }),
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { output: () => out || readFileSync(log, 'utf8'), type: (keys) => void child.stdin.write(keys), ended }
}

async function startChecks(reply: (count: number) => Reply | Promise<Reply>) {
  const service = await startHttpService((_, earlier) => reply(earlier.length))
  return { MILLRACE_VAR_CHECKS_URL: service.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
}

describe.runIf(hasScript)('millrace run on a terminal', () => {
  test('draws the tree over itself: what stands at the end is each step once, in place', async () => {
    const environment = await startChecks((count) => (count === 0 ? { status: 503, body: {} } : { status: 200, body: { state: 'passed' } }))
    const terminal = onTerminal(push, environment)
    expect(await terminal.ended).toBe(0)
    const screen = readScreenText(terminal.output())
    expect(screen).toMatch(/^✓ success {4}is_branch {2,}\d+(\.\d)? m?s {2}→ true$/m)
    expect(screen).toMatch(/^✓ success {6}\[0\]$/m)
    expect(screen).toMatch(/^✓ success {8}check {2,}\d+(\.\d)? m?s {2}2 attempts$/m)
    expect(screen).toMatch(/^○ skipped {8}not_checked {2,}has_service left by true$/m)
    for (const step of ['is_main', 'each_commit', 'verdict', 'summary'])
      expect(screen.match(new RegExp(`^✓ success +${step} `, 'gm')), step).toHaveLength(1)
    expect(screen).toMatch(/✓ success in .* github_push version 1/)
    expect(screen).toContain('"passed": 1')
  })

  test('counts down to the next attempt, and says why', async () => {
    const environment = await startChecks((count) => (count === 0 ? { status: 503, body: {} } : { status: 200, body: { state: 'passed' } }))
    const terminal = onTerminal(push, environment)
    await terminal.ended
    expect(terminal.output()).toMatch(/↻ retrying .*attempt 2 in [\d.]+ m?s: HTTP_STATUS/)
  })

  test('never writes a line that is wider than the terminal, and shows the cursor again', async () => {
    const environment = await startChecks((count) => (count === 0 ? { status: 503, body: {} } : { status: 200, body: { state: 'passed' } }))
    const terminal = onTerminal(push, environment, 40)
    await terminal.ended
    const output = terminal.output()
    const frames = output.slice(0, output.lastIndexOf('\u001b[?2026l'))
    for (const line of readScreenText(frames).split('\n')) expect(line.length).toBeLessThanOrEqual(40)
    expect(output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(output.lastIndexOf('\u001b[?25l'))
  })

  test('Ctrl-C cancels the execution', async () => {
    const environment = await startChecks(() => new Promise<Reply>(() => undefined))
    const terminal = onTerminal(push, environment)
    await eventually('the check is under way', () => (/● running .*check /.test(terminal.output()) ? true : undefined))
    terminal.type('\u0003')
    expect(await terminal.ended).toBe(1)
    expect(readScreenText(terminal.output())).toMatch(/⊘ canceled in /)
  })

  test('a secret is asked for without being shown', async () => {
    const terminal = onTerminal(['secret', 'set', 'api_key', '--data-dir', temporaryDirectory()], {})
    await eventually('the value is asked for', () => (terminal.output().includes('Value of api_key: ') ? true : undefined))
    terminal.type('hunter3\u007f2\r')
    expect(await terminal.ended).toBe(0)
    expect(terminal.output()).toContain('Secret api_key is stored')
    expect(terminal.output()).not.toContain('hunter')
  })

  test('has no colours with NO_COLOR, and words beside every icon', async () => {
    const terminal = onTerminal(push, { NO_COLOR: '1' })
    await terminal.ended
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences.
    expect(terminal.output()).not.toMatch(/\u001b\[\d+m/)
    expect(readScreenText(terminal.output())).toMatch(/^✓ success {4}summary/m)
  })
})
