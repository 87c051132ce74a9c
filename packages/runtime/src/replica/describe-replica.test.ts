import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { describeReplica } from './describe-replica.ts'
import { replicaPaths, timelinePaths } from './replica-layout.ts'
import { restoreReplica } from './restore-replica.ts'
import { contents, logOf, numbersIn, plainPlayer, plainReplica, second, temporary, upTo } from './testing/plain-replica.ts'

const iso = (count: number): string => new Date(second(count)).toISOString()

test('says of each timeline from when to when it can be restored, and how much it is', async () => {
  const folder = plainReplica()
  const progress: number[] = []
  const described = await describeReplica({ folder, player: plainPlayer, onProgress: (bytes, total) => progress.push(bytes / total) })
  expect(described).toEqual({
    folder,
    timelines: [
      { timeline: 1, from: iso(3), to: iso(12), bases: 2, segments: 3, bytes: expect.any(Number) },
      { timeline: 2, from: iso(15), to: iso(20), bases: 1, segments: 2, bytes: expect.any(Number) },
    ],
    damages: [],
  })
  expect(progress.at(-1)).toBe(1)
})

test('names everything that is damaged, what is only seen in the bytes when it is asked to look', async () => {
  const folder = plainReplica()
  const [first, last] = [1, 2].map((number) => replicaPaths.timeline(folder, number)) as [string, string] // Of two numbers.
  writeFileSync(timelinePaths.segment(first, 2), `${logOf(6, 8)}?`)
  rmSync(timelinePaths.segment(first, 3))
  writeFileSync(timelinePaths.baseDatabase(first, 1), '1 2 3')
  rmSync(timelinePaths.baseDatabase(last, 1))
  writeFileSync(timelinePaths.baseFacts(first, 2), '{}')
  const seen = await describeReplica({ folder })
  expect(seen.damages).toEqual([`${timelinePaths.baseFacts(first, 2)} cannot be read`])
  const { damages } = await describeReplica({ folder, player: plainPlayer })
  expect(damages).toEqual([
    `${timelinePaths.baseFacts(first, 2)} cannot be read`,
    `${timelinePaths.baseDatabase(first, 1)} is not what was written`,
    `${timelinePaths.segment(first, 2)} is not what was written, from byte ${logOf(6, 8).length} on`,
    `${timelinePaths.segment(first, 3)} is missing`,
    `${timelinePaths.baseDatabase(last, 1)} is missing`,
  ])
})

test('when the databases are sound it looks at the files that the newest one knows', async () => {
  const folder = plainReplica()
  const [one, two] = contents.map(({ id }) => replicaPaths.file(folder, id)) as [string, string] // There are two.
  rmSync(one)
  writeFileSync(two, 'other')
  const { damages } = await describeReplica({ folder, player: plainPlayer })
  expect(damages).toEqual([`${one} is missing`, `${two} is not what was kept`])
})

test('what is whole byte by byte is put together as well, from the oldest base on, and where it does not fit that is damage', async () => {
  const folder = plainReplica()
  const put: (readonly number[])[] = []
  const places: string[] = []
  const contradictionsIn = (file: string): readonly string[] => {
    put.push(numbersIn(file))
    places.push(dirname(file))
    return put.length === 1 ? ['row 7 missing from index by_name'] : []
  }
  const { damages } = await describeReplica({ folder, player: { ...plainPlayer, contradictionsIn } })
  expect(damages).toEqual([
    `what comes of ${replicaPaths.timeline(folder, 1)} does not fit together, says SQLite (row 7 missing from index by_name)`,
  ])
  expect(put.map((numbers) => numbers.toSorted((a, b) => a - b))).toEqual([upTo(12), [...upTo(14), 15, 16, 17, 18, 19, 20]])
  expect(places.filter((place) => existsSync(place))).toEqual([])
})

test('a newest timeline that is not there is named, and what is no replica refused', async () => {
  const folder = plainReplica()
  rmSync(replicaPaths.timeline(folder, 2), { recursive: true })
  expect((await describeReplica({ folder })).damages).toEqual([`${replicaPaths.timeline(folder, 2)} is missing`])
  for (const text of ['', '[]', '{"format":"millrace-replica","version":2}', '{"format":"millrace-replica","version":1}']) {
    writeFileSync(replicaPaths.facts(folder), text)
    await expect(describeReplica({ folder })).rejects.toMatchObject({ code: 'REPLICA_INVALID' })
  }
})

test('one to which nothing was shipped yet is no damage', async () => {
  const folder = temporary()
  writeFileSync(replicaPaths.facts(folder), '{"format":"millrace-replica","version":1,"timeline":0}')
  expect(await describeReplica({ folder, player: plainPlayer })).toEqual({ folder, timelines: [], damages: [] })
  const restoring = restoreReplica({ folder, directory: join(temporary(), 'restored'), player: plainPlayer })
  await expect(restoring).rejects.toMatchObject({ code: 'REPLICA_OUT_OF_REACH' })
})
