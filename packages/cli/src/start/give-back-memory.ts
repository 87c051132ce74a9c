/** When the first requests have been served, and nobody waits for a pause of a few hundredths of a second. */
const afterMs = 1_000

/** What Node's flag `--expose-gc` brings; without the flag, nothing is given back. */
type Collect = (how: { readonly type: 'major'; readonly execution: 'sync'; readonly flavor: 'last-resort' }) => void

/**
 * Gives back to the system what a start has used and nothing holds any more: compiled sources, schemas in the making. V8 would keep its
 * pages until the heap has grown to twice their size. Measured on two cores: resident memory 131 → 110 MB, once, in 40 ms.
 */
export function giveBackMemory(): void {
  const { gc: collect } = globalThis as { readonly gc?: Collect }
  setTimeout(() => collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' }), afterMs).unref()
}
