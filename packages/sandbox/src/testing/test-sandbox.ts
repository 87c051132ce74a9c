import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GuestRequest, GuestResult, SandboxError } from '../index.ts'
import { type JailedOutcome, runJailed } from '../jail/run-jailed.ts'
import { createSandboxOf, type OpenedSandbox, type SandboxParts } from '../sandbox.ts'

export interface TestSandbox extends OpenedSandbox {
  /** A call that may need little memory, and all the time that a busy machine takes. */
  call(code: string, changes?: Partial<GuestRequest>): Promise<GuestResult>
  /** The error of a call that must fail. */
  failureOf(code: string, changes?: Partial<GuestRequest>): Promise<SandboxError>
  /** Runs an ES module of Node inside the same walls, where no isolate is around it. `print` gives its answer. */
  jailed(source: string, options?: { readonly hasPermissions?: boolean }): Promise<unknown>
  /** Runs a program that is no Node. */
  jailedProgram(bytes: Buffer): Promise<JailedOutcome>
}

const patienceMs = 60_000

/** One process of each, so that a test file does not start a dozen. */
export function openTestSandbox(parts: SandboxParts = {}): TestSandbox {
  const sandbox = createSandboxOf({ size: 2, spares: 1 }, { ...parts, rules: { readyTimeoutMs: patienceMs, ...parts.rules } })
  let written = 0

  const call = (code: string, changes: Partial<GuestRequest> = {}) =>
    sandbox.run({ account: 'one', code, input: null, timeoutMs: patienceMs, memoryMb: 32, ...changes })

  async function failureOf(code: string, changes: Partial<GuestRequest> = {}): Promise<SandboxError> {
    const outcome = await call(code, changes).catch((error: SandboxError) => error)
    if (!(outcome instanceof Error)) throw new Error(`It should have failed, and gave ${JSON.stringify(outcome.output)}`)
    return outcome
  }

  async function place(bytes: string | Buffer, name: string): Promise<string> {
    written += 1
    const file = `${written}-${name}`
    writeFileSync(join((await sandbox.host()).cell.directory, file), bytes, { mode: 0o755 })
    return file
  }

  async function jailed(source: string, { hasPermissions = false } = {}): Promise<unknown> {
    const file = await place(`${before}${source}`, 'attack.mjs')
    const host = await sandbox.host()
    const outcome = await runJailed(host.command({ type: 'node', file, args: [], hasPermissions }), patienceMs)
    if (outcome.stdout === '') throw new Error(`The attack printed nothing: ${JSON.stringify(outcome)}`)
    return JSON.parse(outcome.stdout)
  }

  async function jailedProgram(bytes: Buffer): Promise<JailedOutcome> {
    const file = await place(bytes, 'attack')
    return runJailed((await sandbox.host()).command({ type: 'native', file }), patienceMs)
  }

  return { ...sandbox, call, failureOf, jailed, jailedProgram }
}

const before = `
import fs from 'node:fs'
const print = (value) => { fs.writeSync(1, JSON.stringify(value)) }
const refusal = (attempt) => { try { attempt(); return '' } catch (error) { return String(error.code ?? error.message) } }
`
