import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { type DescribedReplica, type DescribedTimeline, describeReplica, RuntimeError } from '@millrace/runtime'
import { roomError } from '../backup/room-error.ts'
import { tellProgress } from '../backup/tell-progress.ts'
import { CliError } from '../cli-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { sizeText } from '../output/size-text.ts'
import { type ListShape, writeList } from '../output/write-list.ts'
import { logPlayer } from './log-player.ts'

interface ShowReplica {
  readonly replica: string
  readonly isChecked: boolean
  readonly format: 'json' | 'text'
}

export async function showReplica({ replica, isChecked, format }: ShowReplica, host: Host): Promise<ExitCode> {
  const described = await describe(resolve(host.directory, replica), isChecked, host)
  if (format === 'json') host.out.write(`${JSON.stringify(described, null, 2)}\n`)
  else tell(described, isChecked, host)
  return described.damages.length === 0 ? exitCode.ok : exitCode.failed
}

async function describe(folder: string, isChecked: boolean, host: Host): Promise<DescribedReplica> {
  let bar: ReturnType<typeof tellProgress> | undefined
  let mostBytes = 0
  const onProgress = (bytes: number, total: number): void => {
    bar ??= tellProgress('Check', total, host)
    mostBytes = total
    bar.at(bytes)
  }
  try {
    return await describeReplica({ folder, onProgress, player: isChecked ? logPlayer : undefined })
  } catch (error) {
    if (error instanceof RuntimeError) throw new CliError(error.message, exitCode.failed, error)
    throw roomError(error, { what: 'the trial that the check makes of the database', path: `${tmpdir()} (TMPDIR)`, bytes: mostBytes })
  } finally {
    bar?.end()
  }
}

const shape: ListShape<DescribedTimeline> = {
  headings: ['timeline', 'from', 'to', 'bases', 'segments', 'size'],
  cells: ({ timeline, from = 'has no whole copy of the database yet', to = '', bases, segments, bytes }) => [
    String(timeline),
    from,
    to,
    String(bases),
    String(segments),
    sizeText(bytes),
  ],
  empty: 'Nothing has been shipped yet.',
}

function tell({ timelines, damages }: DescribedReplica, isChecked: boolean, host: Host): void {
  writeList(timelines, shape, host, { json: false, output: undefined })
  if (damages.length > 0) host.out.write(`\nDamaged:\n${damages.map((damage) => `  ${damage}\n`).join('')}`)
  else if (isChecked) host.out.write('\nEvery byte is as it was written, and it fits together.\n')
}
