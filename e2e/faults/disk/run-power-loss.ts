import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { type Chance, createChance } from '../simulation/chance.ts'
import { faultsCache } from '../support/faults-cache.ts'
import type { FaultReport } from '../support/keep-report.ts'
import { checkDirectory } from './check-directory.ts'
import { type DiskEvent, readRecording } from './read-recording.ts'
import { createRecordedDisk, type RecordedDisk } from './recorded-disk.ts'
import { runWriter } from './run-writer.ts'
import { recordedTo } from './strace.ts'

export interface PowerLossOptions {
  readonly images: number
  readonly seed: number
  readonly waves: number
  /** The writer, built from its source; the source itself when left out. */
  readonly writer?: string
}

export interface PowerLossReport extends FaultReport {
  readonly counts: { readonly images: number; readonly events: number; readonly syncs: number; readonly acknowledged: number }
}

/** Records a writer's whole life on its disk, and opens what the power may have left at so many moments of it. */
export async function runPowerLoss({ images, seed, waves, writer }: PowerLossOptions): Promise<PowerLossReport> {
  const begun = performance.now()
  const base = await mkdtemp(join(faultsCache(), 'power-loss-'))
  const directory = join(base, 'data')
  await mkdir(directory)
  const recording = join(base, 'recording')
  const { lines, code, errors } = await runWriter({
    directory,
    waves,
    through: recordedTo(recording),
    ...(writer !== undefined && { script: writer }),
  })
  if (code !== 0) throw new Error(`The writer ended with ${code}: ${errors}`)
  const events = await readRecording(recording)
  const counts = {
    images,
    events: events.length,
    syncs: events.filter(({ type }) => type === 'sync-ended').length,
    acknowledged: lines.length,
  }
  const violations = await checkImages({ directory, events, images, chance: createChance(seed), base })
  return { seed, seconds: (performance.now() - begun) / 1000, counts, violations, directory: base }
}

interface Checking {
  readonly directory: string
  readonly events: readonly DiskEvent[]
  readonly images: number
  readonly chance: Chance
  readonly base: string
}

async function checkImages({ directory, events, images, chance, base }: Checking): Promise<readonly string[]> {
  const violations: string[] = []
  const disk = createRecordedDisk(directory)
  const said: string[] = []
  const moments = chooseMoments(events, images, chance)
  for (const [index, event] of events.entries()) {
    disk.happen(event)
    if (event.type === 'said') said.push(...event.text.split('\n').filter((line) => line !== ''))
    for (let count = moments.get(index) ?? 0; count > 0; count--) {
      const missing = await checkImage(disk, directory, said, chance)
      violations.push(...missing.map((what) => `After event ${index} (${event.type}): ${what}`))
      if (missing.length > 0 && violations.length === missing.length)
        await writeFile(join(base, 'first-violation'), `event ${index}\n${missing.join('\n')}`)
    }
  }
  return violations
}

/** How many images are looked at after each event. Only what has happened since the server first served is in question. */
function chooseMoments(events: readonly DiskEvent[], images: number, chance: Chance): ReadonlyMap<number, number> {
  const first = events.findIndex((event) => event.type === 'said')
  const moments = new Map<number, number>()
  for (let image = 0; image < images; image++) {
    const moment = chance.integer(first, events.length - 1)
    moments.set(moment, (moments.get(moment) ?? 0) + 1)
  }
  return moments
}

async function checkImage(disk: RecordedDisk, directory: string, said: readonly string[], chance: Chance): Promise<readonly string[]> {
  const image = await mkdtemp(join(tmpdir(), 'millrace-image-'))
  try {
    for (const [path, content] of disk.image(chance)) {
      const copy = join(image, relative(directory, path))
      await mkdir(dirname(copy), { recursive: true })
      await writeFile(copy, content)
    }
    // What lay in memory for all processes to see may be anything after a failure of power.
    if (chance.happens(0.2)) await writeFile(join(image, 'millrace.db-shm'), Buffer.alloc(32_768, chance.integer(0, 255)))
    return await checkDirectory(image, said)
  } finally {
    await rm(image, { recursive: true, force: true })
  }
}
