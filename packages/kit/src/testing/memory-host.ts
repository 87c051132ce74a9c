import { createHash, randomBytes } from 'node:crypto'
import type { Json } from '@millrace/engine'
import { FatalError } from '../errors.ts'
import type { Disk, FileContent, FileHandle, Files, NodeHost, Tables, ValueScope, Values } from '../node-host.ts'

/** What a node may reach, kept in memory for one test. What a test must bring itself rejects and says so. */
export function createMemoryHost(now: () => number, parts: Partial<NodeHost> = {}): NodeHost {
  return {
    files: createMemoryFiles(),
    values: createMemoryValues(now),
    tables: noTables,
    connections: { open: (name) => missing(`a connection "${name}"`), fetch: (name) => missing(`a connection "${name}"`) },
    guest: { run: () => missing('a sandbox') },
    events: { emit: () => missing('a bus for events') },
    clients: { share: async (_key, open) => (await open()).client },
    resolveHost: (host) => missing(`an address for ${host}`),
    disk: missingDisk,
    folder: (name) => missing(`a folder "${name}"`),
    ...parts,
  }
}

const noTables: Tables = {
  as: () => noTables,
  record: (table) => missing(`a table "${table}"`),
  query: (table) => missing(`a table "${table}"`),
  count: (table) => missing(`a table "${table}"`),
  aggregate: (table) => missing(`a table "${table}"`),
  write: () => missing('a table'),
}

const missingFolder = (folder: string) => missing(`a folder of the disk "${folder}"`)
const missingDisk: Disk = {
  list: missingFolder,
  read: missingFolder,
  write: missingFolder,
  move: missingFolder,
  delete: missingFolder,
}

function missing(what: string): Promise<never> {
  return Promise.reject(new Error(`This test has no such thing as ${what}: give testNode a host`))
}

export function createMemoryFiles(): Files {
  const kept = new Map<string, Uint8Array>()
  return {
    async write(content, { name = 'file', mediaType = 'application/octet-stream' } = {}) {
      const bytes = await bytesOf(content)
      const fileId = `f_${randomBytes(16).toString('hex')}`
      kept.set(fileId, bytes)
      const handle: FileHandle = { fileId, name, mediaType, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
      return handle
    },
    async read({ fileId }) {
      const bytes = kept.get(fileId)
      if (bytes === undefined) throw new FatalError(`There is no file ${fileId}`, { code: 'FILE_MISSING' })
      return new Blob([new Uint8Array(bytes)]).stream()
    },
  }
}

async function bytesOf(content: FileContent): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content
  const parts: Uint8Array[] = []
  for await (const part of content) parts.push(part)
  return Buffer.concat(parts)
}

export function createMemoryValues(now: () => number): Values {
  const kept = new Map<string, { readonly value: Json; readonly expiresAt: number }>()
  const nameOf = (scope: ValueScope, key: string) => `${scope}:${key}`

  function read(name: string): Json | undefined {
    const found = kept.get(name)
    return found !== undefined && found.expiresAt > now() ? found.value : undefined
  }

  function write(name: string, value: Json | undefined, ttlMs = Number.POSITIVE_INFINITY): void {
    if (value === undefined) kept.delete(name)
    else kept.set(name, { value, expiresAt: now() + ttlMs })
  }

  return {
    get: async (scope, key) => read(nameOf(scope, key)),
    set: async (scope, key, value, { ttlMs } = {}) => write(nameOf(scope, key), value, ttlMs),
    async delete(scope, key) {
      const existed = read(nameOf(scope, key)) !== undefined
      kept.delete(nameOf(scope, key))
      return existed
    },
    async list(scope, { prefix = '', limit, cursor = '' }) {
      const start = nameOf(scope, '')
      const keys = [...kept.keys()].filter((name) => name.startsWith(start + prefix) && read(name) !== undefined).sort()
      const after = keys.filter((name) => name > start + cursor)
      const items = after.slice(0, limit).map((name) => ({ key: name.slice(start.length), value: read(name) ?? null }))
      const last = items.at(-1)
      return { items, ...(after.length > limit && last !== undefined && { nextCursor: last.key }) }
    },
    async update(scope, key, change) {
      const name = nameOf(scope, key)
      const { value, ttlMs, result } = change(read(name))
      write(name, value, ttlMs)
      return result
    },
  }
}
