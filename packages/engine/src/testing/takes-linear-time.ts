const times = 8
/** What is linear takes 8 times as long for 8 times the size, what is quadratic 64 times: half of that is far from both. */
const mostGrowth = 32
/** Less than this is noise: a collection of garbage, a function that is compiled. */
const leastMs = 5
const tries = 3

type Usage = { readonly user: number; readonly system: number }

/**
 * Proves linear time without a clock, on any machine and beside any load: the processor's time of this thread for an eighth of the size
 * and for all of it, each the best of a few. Quadratic work must take longer than 160 ms at `size`, or it is not told from noise.
 */
export async function takesLinearTime(size: number, run: (size: number) => unknown): Promise<void> {
  const smallMs = Math.max(leastMs, await leastTime(() => run(Math.ceil(size / times)), 0))
  const enoughMs = smallMs * mostGrowth
  const largeMs = await leastTime(() => run(size), enoughMs)
  if (largeMs <= enoughMs) return
  const [small, large] = [smallMs, largeMs].map((ms) => ms.toFixed(1))
  throw new Error(`Not linear: ${small} ms of the processor for ${Math.ceil(size / times)}, and ${large} ms for ${size}`)
}

/** The best of three, or the first that is good enough. */
async function leastTime(run: () => unknown, enoughMs: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let count = 0; count < tries && least > enoughMs; count++) least = Math.min(least, await timeOf(run))
  return least
}

async function timeOf(run: () => unknown): Promise<number> {
  // The engine itself knows no Node; its tests run in it.
  const { process } = globalThis as unknown as { process: { threadCpuUsage(since?: Usage): Usage } }
  const began = process.threadCpuUsage()
  await run()
  const { user, system } = process.threadCpuUsage(began)
  return (user + system) / 1000
}
