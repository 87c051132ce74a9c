import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { JsonObject } from '@millrace/engine'
import type { ApiClient } from '../api/api-client.ts'
import type { ApiListener } from '../api/event-types.ts'
import { CliError, usageError } from '../cli-error.ts'
import { watchExecution } from '../executions/watch-execution.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { printable } from '../output/printable.ts'
import { tellValidation } from '../validate/tell-validation.ts'
import { validateFiles } from '../validate/validate-files.ts'

export interface ListenOptions {
  /** A file, or the id of a published workflow. */
  readonly target: string
  readonly trigger: string | undefined
  readonly length: string | undefined
  readonly mode: 'run' | 'data'
}

/** Listens until its one call has come, and shows that; resolves with what the execution came to. */
export async function listenOnce(client: ApiClient, options: ListenOptions, host: Host): Promise<ExitCode> {
  const subject = await subjectOf(options.target, host)
  if ('broken' in subject) return subject.broken
  const { trigger, length, mode } = options
  const request: JsonObject = {
    mode,
    ...(subject.source !== undefined && { source: subject.source }),
    ...(trigger !== undefined && { trigger }),
    ...(length !== undefined && { for: length }),
  }
  const listener = await client.post<ApiListener>(`/workflows/${encodeURIComponent(subject.id)}/listen`, request)
  for (const { method, url } of listener.addresses) host.err.write(`Listening for one call: ${method} ${url}\n`)
  const stopInterrupts = host.onInterrupt(() => {
    const left = () => host.exit(exitCode.interrupted)
    client.send('DELETE', `/listeners/${listener.id}`).then(left, left)
  })
  const heard = await received(client, listener, host)
  stopInterrupts()
  return told(client, heard, host)
}

type Subject = { readonly id: string; readonly source?: string } | { readonly broken: ExitCode }

async function subjectOf(target: string, host: Host): Promise<Subject> {
  if (!existsSync(resolve(host.directory, target))) return { id: target }
  const checked = await validateFiles([target], host)
  const [only, ...others] = checked
  if (checked.some(({ problems }) => problems.some(({ severity }) => severity === 'error')))
    return { broken: tellValidation(checked, host, 'text') }
  if (only?.id === undefined || others.length > 0)
    throw usageError(`"${target}" is ${checked.length} workflow files, and one listens at a time: name it.`)
  return { id: only.id, source: only.source }
}

/** Asks again and again; each question waits at the server. Refused calls are told on the way. */
async function received(client: ApiClient, { id }: ApiListener, host: Host): Promise<ApiListener> {
  let refused: string | undefined
  for (;;) {
    const now = await client.get<ApiListener>(`/listeners/${id}`, { wait: 'true' })
    const refusal = now.lastRefusal && `${now.lastRefusal.code}: ${printable(now.lastRefusal.message)}`
    if (refusal !== undefined && refusal !== refused) host.err.write(`A call was refused: ${refusal}\n`)
    refused = refusal
    if (now.status !== 'listening') return now
  }
}

async function told(client: ApiClient, { status, call }: ApiListener, host: Host): Promise<ExitCode> {
  if (status === 'expired' || call === undefined)
    throw new CliError('Nobody called in time: listen again, for longer with --for.', exitCode.failed)
  host.out.write(`${JSON.stringify(call.data, null, 2)}\n`)
  if (call.error !== undefined) throw new CliError(`Nothing was started: ${printable(call.error)}`, exitCode.failed)
  return call.executionId === undefined ? exitCode.ok : watchExecution(client, call.executionId, host)
}
