import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** When the first requests have been served, and nobody waits for a pause of a few hundredths of a second. */
const afterMs = 1_000

/**
 * Gives back to the system what a start has used and nothing holds any more: compiled sources, schemas in the making. V8 would keep its
 * pages until the heap has grown to twice their size. Measured on two cores: resident memory 131 → 110 MB, once, in 40 ms.
 */
export function giveBackMemory(): void {
  const timer = setTimeout(() => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as (options: object) => void // What that flag brings.
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  }, afterMs)
  timer.unref()
}
