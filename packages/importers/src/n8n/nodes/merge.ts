import { memberOf } from '../expression/rewrite.ts'
import type { NodeContext } from '../node-context.ts'
import { at, mapsAt, textAt } from '../read-value.ts'
import { listSource, type Source } from '../source.ts'
import { type Converted, type Converter, listFrom, whole } from './converter.ts'
import { namesIn } from './lists.ts'
import { placeholder } from './placeholder.ts'

/** Versions 1 to 3. What the inputs bring is read from the nodes that they come from: all of them have run. */
export const merge: Converter = (context) => {
  const sides = [...context.inputs.keys()].sort((one, other) => one - other).map((input) => context.inputs.get(input) ?? [])
  const [first = [], second = []] = sides
  const { parameters } = context.node
  switch (wayOf(context)) {
    case 'append':
      return listFrom(appended(sides.flat()))
    case 'position':
      return side(first, second, (one, other) => `${one}.map((one, index) => ({ ...one, ...${other}[index] }))`)
    case 'all':
      return side(first, second, (one, other) => `${one}.flatMap(one => ${other}.map(other => ({ ...one, ...other })))`)
    case 'keys':
      return byKeys(context, appended(first), appended(second))
    case 'choose':
      return chosen(textAt(parameters, 'output') ?? textAt(parameters, 'chooseBranchOutput') ?? 'input1', sides)
    default:
      return placeholder(context, 'brings the lists together')
  }
}

type Way = 'append' | 'position' | 'all' | 'keys' | 'choose' | undefined

function wayOf({ node: { parameters } }: NodeContext): Way {
  const mode = textAt(parameters, 'mode') ?? 'append'
  if (mode === 'combine') return combineWay(textAt(parameters, 'combineBy') ?? textAt(parameters, 'combinationMode') ?? 'mergeByFields')
  switch (mode) {
    case 'append':
      return 'append'
    case 'mergeByIndex':
      return 'position'
    case 'multiplex':
      return 'all'
    case 'mergeByKey':
    case 'keepKeyMatches':
    case 'removeKeyMatches':
      return 'keys'
    case 'chooseBranch':
    case 'passThrough':
    case 'wait':
      return 'choose'
    default:
      return undefined
  }
}

function combineWay(way: string): Way {
  if (way === 'combineByPosition' || way === 'mergeByPosition') return 'position'
  if (way === 'combineAll' || way === 'multiplex') return 'all'
  return way === 'combineByFields' || way === 'mergeByFields' ? 'keys' : undefined
}

function appended(sources: readonly Source[]): string {
  const [only] = sources
  if (only === undefined) return '[]'
  if (sources.length === 1) return listSource(only)
  return `[${sources.map((source) => (source.amount === 'one' ? `${source.value}${source.path}` : `...${listSource(source)}`)).join(', ')}]`
}

/** Two single items laid over each other are a single item. */
function side(first: readonly Source[], second: readonly Source[], lists: (one: string, other: string) => string): Converted {
  const [one, ...others] = [...first, ...second]
  const [other] = second
  if (one?.amount === 'one' && other?.amount === 'one' && others.length === 1) {
    return { type: 'set', with: { values: whole(`{ ...${one.value}${one.path}, ...${other.value}${other.path} }`) }, output: 'one' }
  }
  return listFrom(lists(appended(first), appended(second)))
}

function byKeys(context: NodeContext, one: string, other: string): Converted {
  const { parameters } = context.node
  const pairs = keyPairs(parameters)
  const join =
    textAt(parameters, 'mode') === 'removeKeyMatches'
      ? 'keepNonMatches'
      : textAt(parameters, 'mode') === 'mergeByKey'
        ? 'enrichInput1'
        : (textAt(parameters, 'joinMode') ?? 'keepMatches')
  if (pairs.length === 0) return placeholder(context, 'brings the lists together by their fields')
  const equal = pairs.map(([left, right]) => `${memberOf('one', left)} == ${memberOf('other', right)}`).join(' && ')
  switch (join) {
    case 'keepMatches':
      return listFrom(`${one}.flatMap(one => ${other}.filter(other => ${equal}).map(other => ({ ...one, ...other })))`)
    case 'enrichInput1':
      return listFrom(`${one}.map(one => ({ ...one, ...${other}.find(other => ${equal}) }))`)
    case 'enrichInput2':
      return listFrom(`${other}.map(other => ({ ...${one}.find(one => ${equal}), ...other }))`)
    case 'keepNonMatches':
      return listFrom(`${one}.filter(one => !${other}.some(other => ${equal}))`)
    default:
      return placeholder(context, 'brings the lists together by their fields')
  }
}

function keyPairs(parameters: unknown): readonly (readonly [string, string])[] {
  const [one, other] = [textAt(parameters, 'propertyName1'), textAt(parameters, 'propertyName2')]
  if (one && other) return [[one, other]]
  const same = namesIn(textAt(parameters, 'fieldsToMatchString')).map((name) => [name, name] as const)
  const named = mapsAt(parameters, 'mergeByFields', 'values').flatMap((pair) => {
    const [left, right] = [textAt(pair, 'field1'), textAt(pair, 'field2')]
    return left && right ? [[left, right] as const] : []
  })
  return at(parameters, 'advanced') === true || same.length === 0 ? named : same
}

/** Waits for all and passes one on. */
function chosen(output: string, sides: readonly (readonly Source[])[]): Converted {
  if (output === 'empty') return { type: 'set', with: { values: {} }, output: 'one' }
  const number = Number(/\d+/.exec(output)?.[0] ?? 1) - 1
  const wanted = sides[number] ?? sides[0] ?? []
  const [only] = wanted
  if (wanted.length === 1 && only?.amount === 'one')
    return { type: 'set', with: { values: whole(`${only.value}${only.path}`) }, output: 'one' }
  return listFrom(appended(wanted))
}
