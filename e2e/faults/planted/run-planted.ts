import { noBug, type PlantedBug, plantedBugs } from './planted-bugs.ts'
import { type Suite, suites } from './suites.ts'

/** By which suites one bug was noticed. */
export interface Caught {
  readonly bug: string
  /** By suite, the first thing that it noticed. */
  readonly by: Readonly<Record<string, string>>
}

export interface PlantedOptions {
  readonly seed: number
  readonly bugs?: readonly PlantedBug[]
  readonly among?: readonly Suite[]
  /** Runs the others too when one suite has noticed. */
  readonly isThorough?: boolean
  readonly onCaught?: (caught: Caught) => void
}

/** Plants one bug after the other and runs the suites against it, the cheap ones first. */
export async function runPlanted(options: PlantedOptions): Promise<readonly Caught[]> {
  const { bugs = plantedBugs, onCaught } = options
  const alarm = await noticedBy(noBug, options)
  for (const [suite, what] of Object.entries(alarm)) throw new Error(`"${suite}" fails without any bug: ${what}`)
  const all: Caught[] = []
  for (const bug of bugs) {
    const caught = { bug: bug.name, by: await noticedBy(bug, options) }
    all.push(caught)
    onCaught?.(caught)
  }
  return all
}

async function noticedBy(bug: PlantedBug, { seed, among = suites, isThorough = false }: PlantedOptions): Promise<Caught['by']> {
  const by: Record<string, string> = {}
  for (const suite of among) {
    const noticed = await suite.notices(bug, seed)
    if (noticed === undefined) continue
    by[suite.name] = noticed
    if (!isThorough) break
  }
  return by
}
