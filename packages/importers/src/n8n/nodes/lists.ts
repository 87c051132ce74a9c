import type { Json } from '@millrace/engine'
import { keyText, memberOf } from '../expression/rewrite.ts'
import type { NodeContext } from '../node-context.ts'
import { at, mapsAt, numberAt, textAt } from '../read-value.ts'
import { listSource } from '../source.ts'
import { type Converted, type Converter, listFrom, whole } from './converter.ts'
import { placeholder } from './placeholder.ts'

/** The nodes of n8n that take all items at once. */
export const splitOut: Converter = (context) => {
  const { parameters } = context.node
  const names = namesIn(textAt(parameters, 'fieldToSplitOut'))
  const [name] = names
  if (name === undefined || names.length > 1 || name.includes('{{')) return placeholder(context, 'splits up several lists side by side')
  const keys = name.split('.')
  const as = textAt(parameters, 'options', 'destinationFieldName')?.trim() || (keys.at(-1) ?? name)
  const include = textAt(parameters, 'include') ?? 'noOtherFields'
  const one = keys.reduce(
    (object, key) => memberOf(object, key),
    context.input.amount === 'many' ? 'item' : `${context.input.value}${context.input.path}`,
  )
  const { input } = context
  const object = input.amount === 'many' ? 'item' : `${input.value}${input.path}`
  const members = `${one}.map(one => ${memberItem({ object, name: as, include, selected: namesIn(textAt(parameters, 'fieldsToInclude') ?? textAt(parameters, 'fieldsToInclude', 'fields')) })})`
  return listFrom(input.amount === 'many' ? `${listSource(input)}.flatMap(item => ${members})` : members)
}

interface MemberItem {
  readonly object: string
  readonly name: string
  readonly include: string
  readonly selected: readonly string[]
}

/** A member that is a map becomes the item; any other stands under the name of the list. */
function memberItem({ object, name, include, selected }: MemberItem): string {
  const key = keyText(name)
  switch (include) {
    case 'allOtherFields':
      return `({ ...${object}, ${key}: one })`
    case 'selectedOtherFields':
      return `({ ${[...selected.map((field) => `${keyText(field)}: ${memberOf(object, field)}`), `${key}: one`].join(', ')} })`
    default:
      return `typeof one == "object" ? one : { ${key}: one }`
  }
}

export const aggregate: Converter = (context) => {
  const { parameters } = context.node
  const list = listSource(context.input)
  if (textAt(parameters, 'aggregate') === 'aggregateAllItemData') {
    const name = textAt(parameters, 'destinationFieldName') || 'data'
    return { type: 'set', with: { values: { [name]: whole(list) } }, output: 'one' }
  }
  const isFlat = at(parameters, 'options', 'mergeLists') === true
  const values = Object.fromEntries(
    mapsAt(parameters, 'fieldsToAggregate', 'fieldToAggregate').map((one): [string, Json] => {
      const path = textAt(one, 'fieldToAggregate') ?? ''
      const name = (at(one, 'renameField') === true && textAt(one, 'outputFieldName')) || (path.split('.').at(-1) ?? path)
      const read = path
        .split('.')
        .reduce(
          (object, key, index) =>
            index === 0
              ? memberOf(object, key)
              : memberOf(object, key).replace(/^(.*)([.[])/s, (_, head: string, sign: string) => `${head}?.${sign === '[' ? '[' : ''}`),
          'item',
        )
      return [name, whole(`${list}.map(item => ${read})${isFlat ? '.flat()' : ''}`)]
    }),
  )
  return { type: 'set', with: { values }, output: 'one' }
}

export const limit: Converter = (context) => {
  const { parameters } = context.node
  const most = numberAt(parameters, 'maxItems') ?? 1
  const list = listSource(context.input)
  if (textAt(parameters, 'keep') === 'lastItems') return listFrom(`${list}.slice(-${most})`)
  return listFrom(list, [{ limit: most }])
}

export const sort: Converter = (context) => {
  const { parameters } = context.node
  const fields = mapsAt(parameters, 'sortFieldsUi', 'sortField')
  if ((textAt(parameters, 'type') ?? 'simple') !== 'simple' || fields.length === 0)
    return placeholder(context, 'sorts the list by code or by chance')
  const by = fields.map((one): Json => {
    const name = textAt(one, 'fieldName') ?? ''
    return textAt(one, 'order') === 'descending' ? { by: name, order: 'desc' } : name
  })
  return listFrom(listSource(context.input), [{ sort: by }])
}

export const removeDuplicates: Converter = (context) => {
  const { parameters } = context.node
  const operation = textAt(parameters, 'operation') ?? 'removeDuplicateInputItems'
  const compare = textAt(parameters, 'compare') ?? 'allFields'
  if (operation !== 'removeDuplicateInputItems' && operation !== 'removeDuplicates')
    return placeholder(context, 'leaves out what earlier executions have seen')
  if (compare === 'allFieldsExcept') return placeholder(context, 'compares all fields but some')
  const named = namesIn(textAt(parameters, 'fieldsToCompare'))
  const listed = mapsAt(parameters, 'fieldsToCompare', 'fields').flatMap((one) => textAt(one, 'fieldName') ?? [])
  const fields = [...named, ...listed]
  return listFrom(listSource(context.input), [{ unique: compare === 'selectedFields' && fields.length > 0 ? fields : true }])
}

const aggregations: Readonly<Record<string, readonly [string, string]>> = {
  count: ['count', 'count_'],
  sum: ['sum', 'sum_'],
  average: ['avg', 'average_'],
  min: ['min', 'min_'],
  max: ['max', 'max_'],
}

export const summarize: Converter = (context) => {
  const { parameters } = context.node
  const by = namesIn(textAt(parameters, 'fieldsToSplitBy'))
  const wanted = mapsAt(parameters, 'fieldsToSummarize', 'values')
  const fields = new Map<string, Json>()
  for (const one of wanted) {
    const known = aggregations[textAt(one, 'aggregation') ?? 'count']
    const field = textAt(one, 'field') ?? ''
    if (known === undefined || field === '') return placeholder(context, 'puts the values of a group together')
    fields.set(`${known[1]}${field}`, { [known[0]]: field })
  }
  return listFrom(listSource(context.input), [{ aggregate: { ...(by.length > 0 && { by }), fields: Object.fromEntries(fields) } }])
}

/** The one node that had all of these before they were nodes of their own. */
export const itemLists: Converter = (context) => {
  switch (textAt(context.node.parameters, 'operation') ?? 'splitOutItems') {
    case 'splitOutItems':
      return splitOut(context)
    case 'aggregateItems':
    case 'concatenateItems':
      return aggregate(context)
    case 'limit':
      return limit(context)
    case 'sort':
      return sort(context)
    case 'removeDuplicates':
      return removeDuplicates(context)
    case 'summarize':
      return summarize(context)
    default:
      return placeholder(context)
  }
}

/** A SplitInBatches that nothing leads back to gives its first batch, and that is all. */
export function firstBatch(context: NodeContext, size: number): Converted {
  context.note(
    'changed',
    `Nothing leads back to "${context.node.name}", so only its first ${size} items go on, as in n8n.`,
    'See whether a for-each was meant.',
  )
  return listFrom(listSource(context.input), [{ limit: size }])
}

export function namesIn(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
