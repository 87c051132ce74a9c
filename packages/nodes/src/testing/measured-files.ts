import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Files } from '@millrace/kit'

/** Takes files of any size and keeps nothing; says how many bytes came, and how much memory was alive meanwhile at most. */
export function createMeasuredFiles(): { readonly files: Files; readonly most: () => { readonly bytes: number; readonly live: number } } {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // The function that the flag has just put there.
  const measure = () => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = measure()
  let bytes = 0
  let live = 0
  const files: Files = {
    read: () => Promise.reject(new Error('Nothing is kept')),
    async write(content, { name = 'file', mediaType = '' } = {}) {
      let next = 0
      for await (const part of content as AsyncIterable<Uint8Array>) {
        bytes += part.length
        if (bytes < next) continue
        next = bytes + 5_000_000
        live = Math.max(live, measure() - before)
      }
      if (process.env.MILLRACE_FIGURES) console.log(`${bytes} bytes: ${(live / 1e6).toFixed(1)} MB more alive`)
      return { fileId: `f_${'a'.repeat(32)}`, name, mediaType, size: bytes, sha256: '' }
    },
  }
  return { files, most: () => ({ bytes, live }) }
}
