import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runMillrace } from './support/run-millrace.ts'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

interface Finding {
  readonly area: string
  readonly status: string
  readonly message: string
  readonly advice?: string
}

/** The port 0 keeps what else runs on the machine out of it. */
async function examine(dataDirectory: string, environment: Record<string, string> = {}) {
  const { code, out } = await runMillrace(['doctor', '--json', '--data-dir', dataDirectory], {
    environment: { MILLRACE_PORT: '0', ...environment },
  })
  const findings: readonly Finding[] = JSON.parse(out)
  const of = (area: string) => findings.filter((finding) => finding.area === area)
  return { code, findings, of }
}

const hello =
  'id: hello\ntriggers: { called: { type: webhook, with: { path: /hello, respond: last-node } } }\nnodes: { greet: { type: set, with: { values: { said: hello } } } }\n'

describe('millrace doctor', () => {
  test('looks at a directory that is not there yet, and does not make it', async () => {
    const directory = join(temporaryDirectory(), 'data')
    const { code, findings, of } = await examine(directory)
    expect(code).toBe(findings.some(({ status }) => status === 'problem') ? 1 : 0)
    expect(of('database')).toEqual([expect.objectContaining({ status: 'ok', message: expect.stringContaining('none yet') })])
    expect(new Set(findings.map(({ area }) => area)).size).toBe(12)
    expect(existsSync(directory)).toBe(false)
  })

  test('finds a used directory sound, beside a running server and after it, and leaves it as it is', async () => {
    const [workflows, dataDirectory] = [temporaryDirectory(), temporaryDirectory()]
    chmodSync(dataDirectory, 0o700)
    writeFileSync(join(workflows, 'hello.yaml'), hello)
    const replica = join(temporaryDirectory(), 'replica')
    const millrace = await startMillrace({ workflows, dataDirectory, environment: { MILLRACE_REPLICA: replica } })
    expect((await millrace.send('/webhook/hello', {})).status).toBe(200)
    const [beside] = await Promise.all([
      examine(dataDirectory, { MILLRACE_PORT: new URL(millrace.url).port }),
      ...Array.from({ length: 20 }, async () => expect((await millrace.send('/webhook/hello', {})).status).toBe(200)),
    ])
    const messages = beside.findings.map(({ message }) => message).join('\n')
    expect(messages).toContain('a running Millrace owns it')
    expect(messages).toContain('quick_check finds it sound')
    expect(messages).toContain('Millrace listens on 127.0.0.1')
    // Nobody has told where it ships to but the server.
    expect(beside.of('replica').map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining(replica), expect.stringContaining('lies on the disk of the data')]),
    )
    expect((await millrace.send('/webhook/hello', {})).status).toBe(200)
    expect((await millrace.end('SIGTERM')).code).toBe(0)
    const elsewhere = await examine(join(temporaryDirectory(), 'not-mounted'), { MILLRACE_REPLICA: replica })
    expect(elsewhere).toMatchObject({ code: 1 })
    expect(elsewhere.of('replica')).toEqual([
      expect.objectContaining({ status: 'problem', message: expect.stringContaining('had no database') }),
    ])
    const before = readdirSync(dataDirectory)
    const after = await examine(dataDirectory)
    expect(after.of('database').map(({ status, message }) => `${status} ${message}`)).toContain('ok no process owns it')
    expect(readdirSync(dataDirectory)).toEqual(before)
  })

  test('calls a damaged database and a key that others can read problems, says what to do, and ends with 1', async () => {
    const dataDirectory = temporaryDirectory()
    await runMillrace(['run', 'examples/hello/workflow.yaml', '--data-dir', dataDirectory])
    await runMillrace(['secret', 'set', 'CANARY', '--data-dir', dataDirectory], { input: 'canary-77aa' })
    const file = join(dataDirectory, 'millrace.db')
    writeFileSync(file, readFileSync(file).fill(0x5a, 4096))
    chmodSync(join(dataDirectory, 'encryption.key'), 0o644)
    const key = readFileSync(join(dataDirectory, 'encryption.key'), 'utf8').trim()
    const { code, of, findings } = await examine(dataDirectory)
    expect(code).toBe(1)
    expect(of('database').at(-1)).toMatchObject({ status: 'problem', advice: expect.stringContaining('backup') })
    expect(of('encryption key')).toEqual([expect.objectContaining({ status: 'problem', advice: expect.stringContaining('chmod 600') })])
    expect(JSON.stringify(findings)).not.toContain(key)
  })

  test('a wrong setting is a problem, and what does not depend on it is looked at all the same', async () => {
    const { code, of } = await examine(temporaryDirectory(), { MILLRACE_PUBLIC_URL: 'nowhere' })
    expect(code).toBe(1)
    expect(of('settings')[0]?.message).toContain('MILLRACE_PUBLIC_URL')
    expect(of('node')[0]?.status).toBe('ok')
  })
})
