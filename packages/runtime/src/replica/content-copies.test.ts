import { existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { createContentCopies } from './content-copies.ts'
import { replicaPaths } from './replica-layout.ts'
import { temporary } from './testing/plain-replica.ts'

const largeBytes = 64 * 1024 * 1024

function places() {
  const [directory, folder] = [temporary(), join(temporary(), 'replica')]
  const keep = (letter: string, bytes: number): string => {
    const id = `f_${letter.repeat(32)}`
    const path = replicaPaths.file(directory, id)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, letter)
    truncateSync(path, bytes)
    return id
  }
  return {
    directory,
    folder,
    keep,
    copied: (id: string) => replicaPaths.file(folder, id),
    copies: createContentCopies({ directory, folder }),
  }
}

const never = () => false

test('small content is there at once, and nobody waits for large content, which comes whole', async () => {
  const { keep, copied, copies } = places()
  const [small, large] = [keep('a', 1_000), keep('b', largeBytes)]
  copies.begin(large)
  copies.begin(small)
  expect(statSync(copied(small)).size).toBe(1_000)
  expect(existsSync(copied(large))).toBe(false)
  await copies.finish()
  expect(statSync(copied(large)).size).toBe(largeBytes)
  expect(readFileSync(copied(large)).subarray(0, 1).toString()).toBe('b')
})

test('large content that cannot be copied is told once, and copied at the next attempt', async () => {
  const { folder, keep, copied, copies } = places()
  const large = keep('c', largeBytes)
  writeFileSync(folder, 'no folder')
  await expect(copies.copyMissing(never)).rejects.toThrow()
  copies.assertSound()
  rmSync(folder)
  await copies.copyMissing(never)
  expect(statSync(copied(large)).size).toBe(largeBytes)
})

test('content that is deleted while it waits for its copy is no failure', async () => {
  const { directory, keep, copied, copies } = places()
  const [first, second] = [keep('d', largeBytes), keep('e', largeBytes)]
  await copies.beginMissing(never)
  rmSync(replicaPaths.file(directory, second))
  await copies.copyMissing(never)
  expect([first, second].map((id) => existsSync(copied(id)))).toEqual([true, false])
})
