import { expect, test } from 'vitest'
import { createChance } from '../simulation/chance.ts'
import type { DiskEvent } from './read-recording.ts'
import { createRecordedDisk } from './recorded-disk.ts'

/** All that may be left, over many choices, as text by name. */
function left(events: readonly DiskEvent[]): ReadonlySet<string> {
  const disk = createRecordedDisk('/d')
  for (const event of events) disk.happen(event)
  const images = Array.from({ length: 200 }, (_, seed) => [...disk.image(createChance(seed))])
  return new Set(images.map((files) => files.map(([path, content]) => `${path}=${content}`).join()))
}

const open = (path: string, descriptor: number): DiskEvent => ({ type: 'opened', descriptor, path, isCreating: true, isTruncating: false })
const wrote = (descriptor: number, text: string, offset?: number): DiskEvent => ({
  type: 'wrote',
  descriptor,
  bytes: Buffer.from(text),
  ...(offset !== undefined && { offset }),
})
const sync = (descriptor: number): readonly DiskEvent[] => [
  { type: 'sync-began', descriptor },
  { type: 'sync-ended', descriptor },
]
const root: DiskEvent = { type: 'opened', descriptor: 9, path: '/d', isCreating: false, isTruncating: false }

test('what was never synced may be gone, and a name without its directory too', () => {
  expect(left([open('/d/a', 3), wrote(3, 'x'), ...sync(3)])).toEqual(new Set(['', '/d/a=x']))
  expect(left([open('/d/a', 3), root, ...sync(9), wrote(3, 'x')])).toEqual(new Set(['/d/a=', '/d/a=x']))
})

test('what was synced with its directory is there', () => {
  expect(left([open('/d/a', 3), wrote(3, 'x'), ...sync(3), root, ...sync(9)])).toEqual(new Set(['/d/a=x']))
})

test('a write that began after the sync is not part of it', () => {
  const [began, ended] = sync(3) as [DiskEvent, DiskEvent]
  const events = [open('/d/a', 3), root, ...sync(9), wrote(3, 'x'), began, wrote(3, 'y'), ended]
  expect(left(events)).toEqual(new Set(['/d/a=x', '/d/a=xy']))
})

test('later writes may be there without earlier ones, block by block', () => {
  const events = [open('/d/a', 3), root, ...sync(9), wrote(3, 'a'.repeat(512), 0), wrote(3, 'b'.repeat(512), 512)]
  const lengths = new Set([...left(events)].map((text) => text.replaceAll('\0', '_').slice('/d/a='.length)))
  expect(lengths).toContain(`${'_'.repeat(512)}${'b'.repeat(512)}`)
  expect(lengths).toContain('a'.repeat(512))
})

test('a file that is renamed has one of its names, and its directory decides which', () => {
  const made = [open('/d/a', 3), wrote(3, 'x'), ...sync(3), root, ...sync(9)]
  const renamed: DiskEvent = { type: 'renamed', from: '/d/a', to: '/d/b' }
  expect(left([...made, renamed])).toEqual(new Set(['/d/a=x', '/d/b=x']))
  expect(left([...made, renamed, ...sync(9)])).toEqual(new Set(['/d/b=x']))
})
