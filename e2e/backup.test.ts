import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runMillrace } from './support/run-millrace.ts'
import { type StartedMillrace, startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const rounds = Math.max(1, Math.ceil(4 * scale))
const writers = 4

/** Writers that each count up, one acknowledged record after the other, until stopped. */
function writeSteadily({ send }: StartedMillrace) {
  const acknowledged = Array.from({ length: writers }, () => 0)
  let isOver = false
  const ends = acknowledged.map(async (_, writer) => {
    for (let n = 1; !isOver; n++) {
      const answer = await send('/api/v1/tables/ledger/records', { writer, n, text: 'x'.repeat(300) })
      if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
      await answer.arrayBuffer()
      acknowledged[writer] = n
    }
  })
  return {
    acknowledged: (): readonly number[] => [...acknowledged],
    async stop() {
      isOver = true
      await Promise.all(ends)
    },
  }
}

interface Group {
  readonly writer: number
  readonly count: number
  readonly last: number
}

describe('backup', () => {
  test('R15: under load, what is restored is an exact prefix of what was acknowledged', async () => {
    const server = await startMillrace({ workflows: 'examples/hello', dataDirectory: temporaryDirectory() })
    const file = await fetch(`${server.url}/api/v1/files?name=a.txt`, { method: 'POST', body: 'kept' })
    const { fileId } = (await file.json()) as { fileId: string }
    const load = writeSteadily(server)
    for (let round = 0; round < rounds; round++) {
      const place = temporaryDirectory()
      const before = load.acknowledged()
      const saved = await runMillrace(['backup', join(place, 'backup.tar'), '--server', server.url])
      expect(saved.code, saved.err).toBe(0)
      const after = load.acknowledged()
      const directory = join(place, 'restored')
      const restored = await runMillrace(['restore', join(place, 'backup.tar'), '--data-dir', directory])
      expect(restored.code, restored.err).toBe(0)
      expect(existsSync(join(directory, 'encryption.key'))).toBe(false)
      const copy = await startMillrace({ workflows: 'examples/hello', dataDirectory: directory })
      const metrics = { count: { count: true }, last: { max: 'n' } }
      const answer = await copy.send('/api/v1/tables/ledger/aggregate', { groupBy: ['writer'], metrics })
      const { items } = (await answer.json()) as { items: readonly Group[] }
      for (const { writer, count, last } of items) {
        expect(count).toBe(last)
        expect(count).toBeGreaterThanOrEqual(before[writer] ?? 0)
        // One may have been on disk and not yet answered.
        expect(count).toBeLessThanOrEqual((after[writer] ?? 0) + 1)
      }
      expect(items.length).toBeGreaterThanOrEqual(before.filter((count) => count > 0).length)
      expect(await (await fetch(`${copy.url}/api/v1/files/${fileId}`)).text()).toBe('kept')
      expect((await copy.end('SIGTERM')).code).toBe(0)
    }
    await load.stop()
  }, 600_000)

  test('of a directory needs no server, and what is damaged is refused', async () => {
    const dataDirectory = temporaryDirectory()
    const server = await startMillrace({ workflows: 'examples/hello', dataDirectory })
    await server.send('/api/v1/tables/t/records', { n: 1 })
    await server.end('SIGKILL')
    const place = temporaryDirectory()
    const file = join(place, 'backup.tar')
    const saved = await runMillrace(['backup', file, '--data-dir', dataDirectory, '--with-key'])
    expect(await runMillrace(['backup', join(place, 'none', 'x.tar'), '--data-dir', dataDirectory])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no directory'),
    })
    expect(await runMillrace(['restore', place, '--data-dir', join(place, 'x')])).toMatchObject({
      code: 2,
      err: expect.stringContaining('a directory'),
    })
    expect(saved, saved.err).toMatchObject({ code: 0, err: expect.stringContaining('With the key') })
    const over = await runMillrace(['restore', file, '--data-dir', dataDirectory])
    expect(over).toMatchObject({ code: 1, err: expect.stringContaining('is not empty') })
    const content = await readFile(file)
    content.writeUInt8((content[20_000] ?? 0) ^ 1, 20_000)
    await writeFile(file, content)
    const damaged = await runMillrace(['restore', file, '--data-dir', join(place, 'restored')])
    expect(damaged).toMatchObject({ code: 1, err: expect.stringContaining('no whole backup') })
    expect(existsSync(join(place, 'restored'))).toBe(false)
  })
})
