import type { Configuration } from '../configuration/read-configuration.ts'
import type { Host } from '../host.ts'
import { errorText } from '../output/error-text.ts'
import { readVersion } from '../version.ts'
import { isNamed } from './choose-port.ts'
import { pidSpace } from './pid-space.ts'
import { type ServerRecord, writeServerRecord } from './server-record.ts'

/** Writes down in the data directory that a server listens; returns the way to write down that it has ended. */
export function noteServer({ dataDirectory, port }: Configuration, id: string, { err }: Pick<Host, 'err'>): () => void {
  const record: ServerRecord = { id, port: port.value, isPortNamed: isNamed(port) }
  const space = pidSpace()
  const running = {
    pid: process.pid,
    ...(space !== undefined && { pidSpace: space }),
    version: readVersion(),
    startedAt: new Date().toISOString(),
  }

  /** A full disk must not end a server: without the note, commands need --server and no more. */
  function note(content: ServerRecord): void {
    try {
      writeServerRecord(dataDirectory.value, content)
    } catch (error) {
      err.write(`! It cannot be noted in the data directory where the server listens: ${errorText(error)}\n`)
    }
  }

  note({ ...record, running })
  return () => note(record)
}
