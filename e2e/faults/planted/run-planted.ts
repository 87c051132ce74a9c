import { noBug, type PlantedBug, plantedBugs } from './planted-bugs.ts'
import { failureOf, type Suite, suites } from './suites.ts'

/** Who noticed a bug. */
export interface Caught {
  readonly bug: string
  /** The first suite that did, and what it noticed; without one, nobody did. */
  readonly suite?: string
  readonly what?: string
}

export interface PlantedOptions {
  readonly seed: number
  /** Of the run before: who noticed a bug then is asked first. */
  readonly before: readonly Caught[]
  readonly onCaught?: (caught: Caught) => void
}

/**
 * Plants one bug after the other, each until somebody has noticed it: the test file or the suite that did the last time, then the suites,
 * the cheap ones first. Whoever is asked has noticed nothing before without a bug.
 */
export async function runPlanted({ seed, before, onCaught }: PlantedOptions): Promise<readonly Caught[]> {
  const isAsked = new Set<Suite>()

  async function noticedBy(bug: PlantedBug): Promise<Caught> {
    const last = before.find((caught) => caught.bug === bug.name)
    const file = fileOf(last)
    const what = file === undefined ? undefined : await failureOf(bug, [file])
    if (last !== undefined && what?.startsWith(`${file} > `)) return { ...last, what }
    const inOrder = [...suites.filter(({ name }) => name === last?.suite), ...suites.filter(({ name }) => name !== last?.suite)]
    for (const suite of inOrder) {
      if (!isAsked.has(suite)) holdSound(suite.name, await suite.notices(noBug, seed))
      isAsked.add(suite)
      const noticed = await suite.notices(bug, seed)
      if (noticed !== undefined) return { bug: bug.name, suite: suite.name, what: noticed }
    }
    return { bug: bug.name }
  }

  const files = [...new Set(before.flatMap((caught) => fileOf(caught) ?? []))]
  if (files.length > 0) holdSound('the tests of the run before', await failureOf(noBug, files))
  const all: Caught[] = []
  for (const bug of plantedBugs) {
    const caught = await noticedBy(bug)
    all.push(caught)
    onCaught?.(caught)
  }
  return all
}

/** The test file that noticed it, when it was one. */
export function fileOf(caught: Caught | undefined): string | undefined {
  return /^(\S+\.test\.ts) > /.exec(caught?.what ?? '')?.[1]
}

function holdSound(name: string, what: string | undefined): void {
  if (what !== undefined) throw new Error(`"${name}" fails without any bug: ${what}`)
}
