import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { RuntimeError } from '../errors.ts'
import { replicaPaths, timelinePaths } from './replica-layout.ts'
import { restoreReplica } from './restore-replica.ts'
import { contents, logOf, numbersIn, plainPlayer, plainReplica, second, temporary, upTo, write } from './testing/plain-replica.ts'

async function restore(folder: string, at?: number) {
  const directory = join(temporary(), 'restored')
  const facts = await restoreReplica({ folder, directory, at, player: plainPlayer })
  return { numbers: numbersIn(join(directory, 'millrace.db')), directory, facts }
}

/** What restoring ends with: the last transaction, or the code of the refusal. */
async function outcome(folder: string, at?: number): Promise<number | string> {
  try {
    return (await restore(folder, at)).numbers.length
  } catch (error) {
    if (error instanceof RuntimeError) return error.code
    throw error
  }
}

test('without a time it gives everything that was shipped, with files, secrets and the databases of accounts', async () => {
  const { numbers, directory, facts } = await restore(plainReplica())
  expect(numbers).toEqual(upTo(20))
  expect(facts).toEqual({ at: second(20), timeline: 2, files: 2, missing: [] })
  for (const { id, text } of contents) expect(readFileSync(replicaPaths.file(directory, id), 'utf8')).toBe(text)
  expect(readFileSync(join(directory, 'secrets.json'), 'utf8')).toBe('{"a":1}')
  expect(existsSync(join(directory, 'accounts', '0'.repeat(32), 'sqlite', 'shop.db'))).toBe(true)
  expect(readdirSync(dirname(directory))).toEqual(['restored'])
})

test('with a time it gives what was shipped until then, of the timeline that had begun, and from whichever base', async () => {
  const folder = plainReplica()
  for (const last of [3, 4, 5, 7, 8, 9, 12, 15, 18, 20]) expect((await restore(folder, second(last) + 999)).numbers).toEqual(upTo(last))
  // What the second timeline had not shipped yet, the first one never had.
  expect((await restore(folder, second(14))).numbers).toEqual(upTo(12))
  expect((await restore(folder, second(500))).numbers).toEqual(upTo(20))
  await expect(restore(folder, second(2))).rejects.toMatchObject({
    code: 'REPLICA_OUT_OF_REACH',
    message: expect.stringContaining(`from ${new Date(second(3)).toISOString()} to ${new Date(second(12)).toISOString()}`),
  })
})

test('what came after the last moment line counts when no time is asked for, and what is torn behind it does not', async () => {
  const folder = plainReplica()
  const timeline = replicaPaths.timeline(folder, 2)
  write(timelinePaths.segment(timeline, 2), `${logOf(18, 22)}23 torn`)
  expect(await outcome(folder)).toBe(22)
  expect([await outcome(folder, second(20)), await outcome(folder, second(60))]).toEqual([20, 22])
  // Whole, then, for otherwise the next one would not have begun.
  write(timelinePaths.segment(timeline, 3), logOf(23, 23))
  expect(await outcome(folder)).toBe('REPLICA_DAMAGED')
  write(timelinePaths.segment(timeline, 2), logOf(18, 22))
  expect(await outcome(folder)).toBe(23)
})

test('a newest timeline without a whole base is never passed over in silence', async () => {
  const folder = plainReplica()
  write(replicaPaths.facts(folder), JSON.stringify({ format: 'millrace-replica', version: 1, timeline: 3 }))
  expect(await outcome(folder)).toBe('REPLICA_DAMAGED')
  expect(await outcome(folder, second(60))).toBe('REPLICA_DAMAGED')
  mkdirSync(timelinePaths.segments(replicaPaths.timeline(folder, 3)), { recursive: true })
  await expect(restore(folder)).rejects.toMatchObject({ code: 'REPLICA_OUT_OF_REACH', message: expect.stringContaining('no copy of the') })
  expect(await outcome(folder, second(60))).toBe(20)
})

const damages = {
  missing: (path: string) => rmSync(path),
  cut: (path: string) => truncateSync(path, Math.max(0, readFileSync(path).length - 9)),
  'cut to nothing': (path: string) => truncateSync(path),
  changed: (path: string) => {
    const bytes = readFileSync(path)
    // In the middle, and to what stands in none of these files.
    writeFileSync(path, bytes.fill('?', Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 1))
  },
}

test.each(Object.entries(damages))(
  'any file of it that is %s gives the same all the same, or is told',
  async (_, damage) => {
    const sound = plainReplica()
    const files = readdirSync(sound, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(14)
    for (const { parentPath, name } of files) {
      const folder = temporary()
      cpSync(sound, folder, { recursive: true })
      damage(join(folder, parentPath.slice(sound.length), name))
      const isContent = parentPath.includes('files')
      for (const last of [9, 12, 17, 20]) {
        // The last one by asking for everything: so a loss at the end shows.
        const ended = await outcome(folder, last === 20 ? undefined : second(last))
        if (typeof ended === 'number') expect([last, name, ended]).toEqual([last, name, last])
        else expect(ended).toMatch(/^REPLICA_(DAMAGED|INVALID|OUT_OF_REACH)$/)
        if (typeof ended === 'number' && isContent) expect((await restore(folder)).facts.missing).toHaveLength(1)
      }
    }
  },
  120_000,
)

test('a directory that is not empty, or lies in the replica, is left alone, and one that cannot be made whole is not made', async () => {
  const folder = plainReplica()
  await expect(restoreReplica({ folder, directory: dirname(folder), player: plainPlayer })).rejects.toMatchObject({
    code: 'DIRECTORY_IN_USE',
  })
  await expect(restoreReplica({ folder, directory: join(folder, 'x'), player: plainPlayer })).rejects.toMatchObject({
    code: 'DIRECTORY_IN_USE',
  })
  const place = temporary()
  rmSync(timelinePaths.segment(replicaPaths.timeline(folder, 2), 2))
  await expect(restoreReplica({ folder, directory: join(place, 'x'), player: plainPlayer })).rejects.toMatchObject({
    code: 'REPLICA_DAMAGED',
  })
  const stopped = {
    folder: plainReplica(),
    directory: join(place, 'x'),
    player: plainPlayer,
    signal: AbortSignal.abort(new Error('Stopped.')),
  }
  await expect(restoreReplica(stopped)).rejects.toThrow('Stopped.')
  expect(readdirSync(place)).toEqual([])
})

test('what is whole and does not fit together is refused, with the way on', async () => {
  const player = { ...plainPlayer, contradictionsIn: () => ['row 7 missing from index a'] }
  const restoring = restoreReplica({ folder: plainReplica(), directory: join(temporary(), 'x'), player })
  await expect(restoring).rejects.toMatchObject({
    code: 'REPLICA_DAMAGED',
    message: expect.stringMatching(/row 7 .*earlier moment with --at/),
  })
})

test('a timeline that was begun and is not said yet counts once something was shipped to it', async () => {
  const folder = plainReplica()
  mkdirSync(timelinePaths.segments(replicaPaths.timeline(folder, 3)), { recursive: true })
  for (const at of [undefined, second(500)]) expect((await restore(folder, at)).numbers).toEqual(upTo(20))
  write(timelinePaths.segment(replicaPaths.timeline(folder, 3), 1), logOf(21, 22))
  expect(await outcome(folder)).toBe('REPLICA_OUT_OF_REACH')
})
