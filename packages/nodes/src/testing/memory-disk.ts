import { type Disk, type DiskFile, FatalError, type FileContent } from '@millrace/kit'

/** A disk with one folder, `inbox`, kept in memory: what nodes make of it can be seen without a real one. `timeOf` sets the times of files as whoever writes them may. */
export function createMemoryDisk(
  now: () => number = () => 0,
  timeOf: (name: string, now: number) => number = (_name, at) => at,
): Disk & { readonly texts: Map<string, string> } {
  const kept = new Map<string, { readonly text: string; readonly modifiedAt: number; readonly changedAt: number }>()
  const texts = new Map<string, string>()
  const entry = (name: string): DiskFile => {
    const { text, modifiedAt, changedAt } = find(name)
    return { name, size: text.length, modifiedAt, changedAt }
  }
  const find = (name: string) => {
    const found = kept.get(name)
    if (found === undefined) throw new FatalError(`There is no file "${name}".`, { code: 'DISK_MISSING' })
    return found
  }
  const put = (name: string, text: string) => {
    const changedAt = now()
    kept.set(name, { text, modifiedAt: timeOf(name, changedAt), changedAt })
    texts.set(name, text)
    return entry(name)
  }
  return {
    texts,
    list: async (_folder, { matches }) => [...kept.keys()].filter(matches).map(entry),
    read: async (_folder, name) => ({ ...entry(name), content: new Blob([find(name).text]).stream() }),
    async write(_folder, name, content, { replaces }) {
      if (kept.has(name) && !replaces) throw new FatalError(`"${name}" is there.`, { code: 'DISK_EXISTS' })
      return put(name, await textOf(content))
    },
    async move(_folder, name, to) {
      const { text } = find(name)
      kept.delete(name)
      texts.delete(name)
      return put(to.name, text)
    },
    async delete(_folder, name) {
      texts.delete(name)
      return kept.delete(name)
    },
  }
}

async function textOf(content: FileContent): Promise<string> {
  if (content instanceof Uint8Array) return Buffer.from(content).toString()
  const parts: Uint8Array[] = []
  for await (const part of content) parts.push(part)
  return Buffer.concat(parts).toString()
}
