import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { spoolBody } from './spool-body.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'millrace-spool-'))
  vi.stubEnv('TMPDIR', directory)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true, force: true })
})

async function textOf(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all).toString()
}

test('what is kept is read as often as wanted, and has no name that a death could leave', async () => {
  const text = 'line\n'.repeat(200_000)
  const spooled = await spoolBody(new Blob([text]).stream())
  expect(readdirSync(directory)).toEqual([])
  expect(await textOf(spooled.read())).toBe(text)
  expect(await textOf(spooled.read())).toBe(text)
  await spooled.remove()
})

test('a reading that is given up leaves the file for the next one', async () => {
  const text = 'line\n'.repeat(200_000)
  const spooled = await spoolBody(new Blob([text]).stream())
  for await (const _ of spooled.read()) break
  expect(await textOf(spooled.read())).toBe(text)
  await spooled.remove()
})

test('a full disk is told as such', async () => {
  const full = new ReadableStream<Uint8Array>({
    pull: () => Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })),
  })
  await expect(spoolBody(full)).rejects.toMatchObject({ code: 'STORE_FULL', status: 507 })
  expect(readdirSync(directory)).toEqual([])
})
