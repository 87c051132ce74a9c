import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { Path, PlaceChange } from '../edit/change.ts'
import type { Dice } from './random-yaml.ts'

const values: readonly Json[] = [
  ...[
    null,
    true,
    0,
    -1.5,
    1e300,
    2 ** 60,
    'x',
    'two words',
    '',
    ' lead',
    'trail ',
    'yes',
    '1.0',
    '0x1F',
    'null',
    '- a',
    '# no',
    'a #b',
    'a: b',
    'a:',
    '&x',
    '*x',
    '!t',
  ],
  ...[
    '{{ x }}',
    "it's",
    '"q"',
    '\\',
    'one\ntwo',
    'one\n\n  two\n',
    'one\n\n\n',
    '\none',
    ' one\ntwo',
    'a\tb',
    'tab\n\tx',
    'é😀',
    '\u2028',
    'bell\u0007',
    '---',
    '...',
    '[a',
    '}',
    ',',
    '%',
    '@a',
    '`a',
    '~',
  ],
  ...[
    '# c0; no comment',
    'text: |\n  block # c0;',
    [],
    {},
    [1, 'a'],
    [[]],
    [[1, [2]], { a: 1 }],
    { a: null },
    { a: { b: [{ c: 'x\ny\n' }] }, 'd e': [], true: 1, '<<': 2, '': 3, '- x': 4 },
  ],
]

const newKeys = ['new', 'true', '300', 'two words', ': ', '# x', "it's", '{a}', 'é', '', '<<', '~', '- x', 'x\ny']

/** Some change that could be made to a value. */
export function randomChange(value: Json, dice: Dice): PlaceChange {
  const path = randomPath(value, dice)
  const here = at(value, path)
  const parent = path.length > 0 ? at(value, path.slice(0, -1)) : undefined
  switch (dice(8)) {
    case 0:
      return { type: 'set', path: newEntry(path, here, dice), value: pick(values, dice) }
    case 1:
      return insertion(path, here, dice)
    case 2:
    case 3:
      if (path.length > 0) return { type: 'delete', path }
      break
    case 4:
      if (isJsonObject(parent)) return { type: 'rename', path, to: pick(newKeys, dice) }
      break
    case 5:
      if (parent !== undefined) return { type: 'move', path, before: pick([...namesOf(parent), null], dice) }
      break
    case 6:
      return { type: 'set', path, value: altered(here ?? null, dice) }
    default:
  }
  return { type: 'set', path, value: pick(values, dice) }
}

function randomPath(value: Json, dice: Dice): Path {
  const names = namesOf(value)
  if (names.length === 0 || dice(4) === 0) return []
  const name = pick(names, dice)
  return [name, ...randomPath(at(value, [name]) ?? null, dice)]
}

function newEntry(path: Path, here: Json | undefined, dice: Dice): Path {
  const deeper: Path = dice(3) === 0 ? ([['deep'], [0], ['deep', 0, 'er']][dice(3)] ?? []) : []
  if (Array.isArray(here)) return [...path, here.length, ...deeper]
  return isJsonObject(here) || here === null ? [...path, pick(newKeys, dice), ...deeper] : path
}

function insertion(path: Path, here: Json | undefined, dice: Dice): PlaceChange {
  const value = pick(values, dice)
  if (Array.isArray(here)) return { type: 'insert', path: [...path, dice(here.length + 1)], value }
  if (!isJsonObject(here)) return { type: 'set', path, value }
  const before = pick([...Object.keys(here), undefined], dice)
  return { type: 'insert', path: [...path, pick(newKeys, dice)], value, ...(before !== undefined && { before }) }
}

/** The same value with some of its parts changed, as a form would send it back. */
function altered(value: Json, dice: Dice): Json {
  if (Array.isArray(value))
    return value.flatMap((item: Json) => [[altered(item, dice)], [item], [item], [], [item, pick(values, dice)]][dice(5)] ?? [])
  if (!isJsonObject(value)) return dice(2) === 0 ? value : pick(values, dice)
  const entries = Object.entries(value).flatMap(
    ([key, item]) => [[[key, altered(item, dice)] as const], [[key, item] as const], [], [[key, item] as const]][dice(4)] ?? [],
  )
  if (dice(3) === 0) entries.splice(dice(entries.length + 1), 0, [pick(newKeys, dice), pick(values, dice)])
  if (dice(4) === 0) entries.reverse()
  return Object.fromEntries(entries)
}

export function at(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (part, segment) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, segment) ? (part as JsonObject)[segment as string] : undefined,
    value,
  )
}

function namesOf(value: Json): (string | number)[] {
  return Array.isArray(value) ? [...value.keys()] : isJsonObject(value) ? Object.keys(value) : []
}

function pick<T>(choices: readonly T[], dice: Dice): T {
  return choices[dice(choices.length)] as T
}
