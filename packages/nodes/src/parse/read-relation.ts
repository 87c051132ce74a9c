import { isJsonObject, type Json } from '@millrace/engine'
import { askParse, type ParseAccess, whoseIdIsAfter } from './parse-access.ts'
import { parseId } from './parse-id.ts'

/** A relation of an object, by the names of Parse. */
export interface RelationPlace {
  readonly className: string
  readonly objectId: string
  readonly field: string
  readonly targetClass: string
}

const page = 1_000

/** The ids that the records of the relation have with us, all of them. */
export async function readRelation(
  access: ParseAccess,
  { className, objectId, field, targetClass }: RelationPlace,
): Promise<readonly string[]> {
  const object = { __type: 'Pointer', className, objectId }
  const ids: string[] = []
  for (let after = '', all = Number.POSITIVE_INFINITY; ; ) {
    const { results, count } = await askParse(access, `classes/${targetClass}`, {
      where: { $relatedTo: { object, key: field }, ...whoseIdIsAfter(after) },
      order: 'objectId',
      keys: 'objectId',
      limit: page,
      // Without it another request would have to find that there are no more: a server may give fewer at once than it was asked for.
      ...(after === '' && { count: 1 }),
    })
    if (typeof count === 'number') all = count
    const found = Array.isArray(results) ? results.flatMap(objectIdOf) : []
    ids.push(...found.map((id) => parseId(targetClass, id)))
    const last = found.at(-1)
    if (last === undefined || ids.length >= all) return ids
    after = last
  }
}

function objectIdOf(object: Json): readonly string[] {
  return isJsonObject(object) && typeof object.objectId === 'string' ? [object.objectId] : []
}
