import type { Host } from '../host.ts'
import { sizeText } from '../output/size-text.ts'

const everyMs = 200

/** How far something large has come, on one line of a terminal; elsewhere nothing is said. */
export function tellProgress(what: string, total: number, { err }: Pick<Host, 'err'>): { at(bytes: number): void; end(): void } {
  let told = Number.NEGATIVE_INFINITY
  return {
    at(bytes) {
      const now = performance.now()
      if (!err.isTerminal || (now - told < everyMs && bytes < total)) return
      told = now
      const share = total > 0 ? ` ${Math.floor((bytes / total) * 100)} %` : ''
      err.write(`\r${what}${share}, ${sizeText(bytes)}\u001b[K`)
    },
    end() {
      if (err.isTerminal) err.write('\r\u001b[K')
    },
  }
}
