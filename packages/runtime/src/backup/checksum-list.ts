import { nextTurn } from '../next-turn.ts'

/** Names of files in a backup are plain, and hashes of one length: nothing in either needs an escape, and sizes are known beforehand. */
const hashLength = 64
const linesAtOnce = 1000

/** The bytes of the list of so many hashes, which is JSON. */
export function checksumListSize(names: readonly string[]): number {
  const lines = names.reduce((sum, name) => sum + name.length + hashLength + 5, 0)
  return lines + Math.max(0, names.length - 1) + '{}\n'.length
}

/** In parts, for a list of a hundred thousand would hold everybody up. */
export async function* checksumListParts(hashes: ReadonlyMap<string, string>): AsyncGenerator<Buffer> {
  let text = '{'
  let count = 0
  for (const [name, hash] of hashes) {
    text += `${count++ === 0 ? '' : ','}"${name}":"${hash}"`
    if (count % linesAtOnce !== 0) continue
    yield Buffer.from(text)
    text = ''
    await nextTurn()
  }
  yield Buffer.from(`${text}}\n`)
}
