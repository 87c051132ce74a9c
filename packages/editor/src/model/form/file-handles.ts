import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'

interface FoundFile {
  /** The expression that gives it, without braces. */
  readonly path: string
  readonly name: string
}

const mostVisited = 5_000

/** The handles of files among values that expressions can read, those nearest to the top first. */
export function fileHandles(names: JsonObject): readonly FoundFile[] {
  const found: FoundFile[] = []
  const queue: { readonly path: string; readonly value: Json }[] = [{ path: '', value: names }]
  for (let visited = 0; visited < mostVisited && visited < queue.length; visited++) {
    const { path, value } = queue[visited] ?? { path: '', value: null }
    if (isJsonObject(value) && typeof value.fileId === 'string' && typeof value.name === 'string') found.push({ path, name: value.name })
    else if (Array.isArray(value)) queue.push(...value.map((one: Json, index) => ({ path: `${path}[${index}]`, value: one })))
    else if (isJsonObject(value)) queue.push(...Object.entries(value).map(([key, one]) => ({ path: memberPath(path, key), value: one })))
  }
  return found
}

function memberPath(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}
