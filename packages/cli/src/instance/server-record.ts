import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a data directory knows of the server that it has, or had last: `server.json` in it. It is a note and proves nothing: whether a
 * server runs is known by the lock of the directory, and which one answers by the id in its `/healthz`.
 */
export interface ServerRecord {
  /** Of the data directory, for as long as it lasts. */
  readonly id: string
  readonly port: number
  /** Whether somebody asked for this port: one that merely was free is taken again at the next start. */
  readonly isPortNamed: boolean
  /** Left out after an orderly end. */
  readonly running?: RunningServer
}

export interface RunningServer {
  readonly pid: number
  /** Process ids are counted anew in each container; left out where the system has no such thing. */
  readonly pidSpace?: string
  readonly version: string
  /** ISO. */
  readonly startedAt: string
}

/** Undefined when there is none, or none that can be read: the next start writes a new one. */
export function readServerRecord(directory: string): ServerRecord | undefined {
  try {
    return recordOf(JSON.parse(readFileSync(pathIn(directory), 'utf8')))
  } catch {
    // No such file, no right to read it, no JSON: whoever asks goes on as on a new directory.
    return undefined
  }
}

/** Whole or not at all; readable for its owner only. */
export function writeServerRecord(directory: string, record: ServerRecord): void {
  const path = pathIn(directory)
  const between = `${path}.${randomUUID()}`
  try {
    writeFileSync(between, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
    renameSync(between, path)
  } catch (error) {
    rmSync(between, { force: true })
    throw error
  }
}

function pathIn(directory: string): string {
  return join(directory, 'server.json')
}

function recordOf(value: unknown): ServerRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id, port, isPortNamed, running } = value as Readonly<Record<string, unknown>> // Each is looked at below.
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id) || !isPort(port)) return undefined
  return { id, port, isPortNamed: isPortNamed === true, ...(isRunning(running) && { running }) }
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535
}

/** A process id of 0 or below would be a whole group of processes to whoever sends it a signal. */
function isRunning(value: unknown): value is RunningServer {
  if (typeof value !== 'object' || value === null) return false
  const { pid, pidSpace, version, startedAt } = value as Readonly<Record<string, unknown>>
  const isPid = Number.isInteger(pid) && Number(pid) >= 1
  return (
    isPid && typeof version === 'string' && Number.isFinite(Date.parse(String(startedAt))) && (pidSpace ?? '') === String(pidSpace ?? '')
  )
}
