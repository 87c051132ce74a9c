import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { Change, Path, PlaceChange } from './edit/change.ts'
import { isBroken, openText } from './edit/editable-text.ts'
import { findPlace } from './edit/find-place.ts'
import { endOfLine } from './edit/lines.ts'
import { isRefusal } from './edit/refusal.ts'
import { edit } from './edit.ts'
import { parseYaml } from './parse-yaml.ts'
import { badYaml } from './testing/bad-yaml.ts'
import { at, randomChange } from './testing/random-change.ts'
import { createDice, randomYaml } from './testing/random-yaml.ts'
import { realisticWorkflow } from './testing/realistic-workflow.ts'
import { scaled } from './testing/scale.ts'

/** The model: what a change does to plain JSON, written without a thought for text. */
function model(value: Json, change: PlaceChange): Json | undefined {
  const [head, ...rest] = change.path
  if (head === undefined) return change.type === 'set' ? change.value : undefined
  const parent = value ?? (change.type === 'set' ? (typeof head === 'number' ? [] : {}) : value)
  const isList = Array.isArray(parent)
  if (!(isList ? typeof head === 'number' : isJsonObject(parent) && typeof head === 'string')) return undefined
  const entries: [string | number, Json][] = isList
    ? parent.map((item: Json, index: number) => [index, item])
    : Object.entries(parent as JsonObject)
  const place = (name: string | number | null | undefined) =>
    name === null || name === undefined ? entries.length : entries.findIndex(([other]) => other === name)
  const index = place(head)
  const entry = entries[index]
  if (rest.length > 0 || change.type === 'set') {
    const inner = model(entry?.[1] ?? null, { ...change, path: rest })
    if (inner === undefined) return undefined
    if (entry) entry[1] = inner
    else entries.push([head, inner])
  } else if (change.type === 'insert') entries.splice(isList ? (head as number) : place(change.before), 0, [head, change.value])
  else if (!entry) return undefined
  else if (change.type === 'rename') entry[0] = change.to
  else {
    entries.splice(index, 1)
    if (change.type === 'move') entries.splice(change.before === head ? index : place(change.before), 0, entry)
  }
  return isList ? entries.map(([, item]) => item) : Object.fromEntries(entries)
}

const comments = (source: string) => source.match(/# c[1-9]\d*;/g) ?? []

/** The comments that stand inside what a change replaces or deletes. */
function commentsInside(source: string, change: PlaceChange): readonly string[] {
  const text = openText(source)
  const found = isBroken(text) ? undefined : findPlace(text, change.path)
  if (found === undefined || isRefusal(found) || (change.type !== 'set' && change.type !== 'delete')) return []
  const { place, entry } = found
  if (change.type === 'delete') return comments(source.slice(entry?.start, endOfLine(source, place.end)))
  const lineOfHead = endOfLine(source, place.head)
  const isBlock = place.start < place.end && /^block-(?:map|seq)$/.test(place.node?.srcToken?.type ?? '')
  if (isBlock || place.start > lineOfHead) return comments(source.slice(Math.min(lineOfHead, place.start), endOfLine(source, place.end)))
  return comments(source.slice(place.start, place.end))
}

/** Makes changes one after the other, checks each, and takes them all back. */
function check(original: string, seed: number, count: number): { made: number; unsafe: number } {
  const dice = createDice(seed)
  const inverses: Change[] = []
  let [source, unsafe] = [original, 0]
  for (let step = 0; step < count; step++) {
    const { value } = parseYaml(source)
    if (value === undefined) break
    const change = randomChange(value, dice)
    const result = edit(source, change)
    if (!result.ok) {
      expect(refusals).toContain(result.problem.code)
      if (result.problem.code === 'EDIT_NOT_SAFE') unsafe++
      continue
    }
    checkStep(source, result.source, value, change)
    inverses.push(result.inverse)
    source = result.source
  }
  for (const inverse of inverses.toReversed()) {
    const back = edit(source, inverse)
    source = back.ok ? back.source : `not taken back: ${back.problem.message}`
  }
  expect(source).toBe(original)
  return { made: inverses.length, unsafe }
}

const refusals = ['EDIT_NOT_SAFE', 'NOT_A_COLLECTION', 'ALIASED_VALUE', 'ANCHOR_IN_USE', 'KEY_EXISTS', 'TOO_DEEP']

function checkStep(before: string, after: string, value: Json, change: PlaceChange): void {
  const parsed = parseYaml(after)
  expect(parsed.problems).toEqual([])
  const expected = model(value, change)
  // Where aliases repeat a value the model would have to follow them; the place itself must be right all the same.
  if (/ &\w/.test(before)) expect(shown(parsed.value, change)).toEqual(shown(expected, change))
  else expect(parsed.value).toEqual(expected)
  // JavaScript puts numeric keys first, whatever the text says.
  const isOrdered = !/ &\w/.test(before) && !/"\d+":/.test(JSON.stringify(value))
  if (isOrdered) expect(JSON.stringify(parsed.value)).toBe(JSON.stringify(expected))
  const gone = new Set(commentsInside(before, change))
  expect(comments(after)).toEqual(expect.arrayContaining(comments(before).filter((comment) => !gone.has(comment))))
  if (before.includes('\r\n')) expect(after).not.toMatch(/[^\r]\n/)
}

/** The map or list in which a change shows. */
function shown(value: Json | undefined, { type, path }: PlaceChange): Json | undefined {
  return at(value, type === 'set' ? path : (path.slice(0, -1) as Path))
}

it('keeps what it does not change, means what the model means, and can be taken back: random texts', { timeout: 600_000 }, () => {
  let [made, unsafe] = [0, 0]
  fc.assert(
    fc.property(randomYaml, fc.nat(), fc.integer({ min: 1, max: 12 }), (source, seed, count) => {
      const result = check(source, seed, count)
      made += result.made
      unsafe += result.unsafe
    }),
    { numRuns: scaled(1000) },
  )
  // Refusing is safe but no help: it must stay rare.
  expect(unsafe / made).toBeLessThan(0.01)
})

it.each([
  ['Unix', realisticWorkflow],
  ['Windows', realisticWorkflow.replaceAll('\n', '\r\n')],
])('the same with a real workflow, %s line ends', { timeout: 600_000 }, (_, source) => {
  fc.assert(
    fc.property(fc.nat(), (seed) => void check(source, seed, 10)),
    { numRuns: scaled(120) },
  )
})

it('touches nothing but the value when one single value follows another', () => {
  const singles = ['x', 'yes', ' a', 'it\'s "so"', '# c', '{{ x }}', 7, true, null]
  fc.assert(
    fc.property(randomYaml, fc.nat(), fc.constantFrom(...singles), (source, seed, value) => {
      const path = singlePath(parseYaml(source).value ?? null, createDice(seed))
      const text = openText(source)
      const found = isBroken(text) ? undefined : findPlace(text, path)
      const result = edit(source, { type: 'set', path, value })
      if (!result.ok || found === undefined || isRefusal(found) || found.place.tag !== undefined) return
      const { head, start, end } = found.place
      expect(result.source.startsWith(source.slice(0, Math.min(head, start)))).toBe(true)
      expect(result.source.endsWith(source.slice(end).trimStart())).toBe(true)
    }),
    { numRuns: scaled(1000) },
  )
})

/** A way down to a value that is neither map nor list. */
function singlePath(value: Json, dice: (bound: number) => number): Path {
  const names = Array.isArray(value) ? [...value.keys()] : isJsonObject(value) ? Object.keys(value) : []
  const name = names[dice(names.length)]
  return name === undefined ? [] : [name, ...singlePath((value as JsonObject)[name as string] ?? null, dice)]
}

it('edits or refuses any text without throwing, and gives it back', { timeout: 600_000 }, () => {
  const paths = fc.array(fc.constantFrom('nodes', 'a', 'charge', 'with', 0, 1, '__proto__'), { maxLength: 4 })
  fc.assert(
    fc.property(badYaml, paths, fc.nat(), (source, path, seed) => {
      const { value } = parseYaml(source)
      const changes: Change[] = [
        { type: 'set', path, value: ['x'] },
        { type: 'delete', path },
        { type: 'rename', path, to: 'y' },
      ]
      if (value !== undefined) changes.push(randomChange(value, createDice(seed)))
      for (const change of changes) {
        const result = edit(source, change)
        if (result.ok) expect(edit(result.source, result.inverse)).toMatchObject({ ok: true, source })
        else expect(result.problem.position.offset).toBeLessThanOrEqual(source.length)
      }
    }),
    { numRuns: scaled(800) },
  )
})
