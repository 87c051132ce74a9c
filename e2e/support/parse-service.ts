import { onTestFinished } from 'vitest'
import {
  openParseService,
  type ParseService,
  type ParseServiceClass,
  type ParseServiceOptions,
} from '../../packages/nodes/src/testing/parse-service.ts'

/** A stand-in for a Parse server that ends with the test. */
export async function startParseService(options: ParseServiceOptions): Promise<ParseService> {
  const service = await openParseService(options)
  onTestFinished(() => service[Symbol.asyncDispose]())
  return service
}

const moment = (day: number) => new Date(Date.UTC(2020, 0, 1 + day, 12)).toISOString()
const times = (day: number) => ({ createdAt: moment(day), updatedAt: moment(day + 1) })
const idOf = (prefix: string, number: number) => `${prefix}${String(number).padStart(9, '0')}`

/** 200 posts and 50 tags, which posts point to and are related with. */
export function twoClasses(): { readonly Post: ParseServiceClass; readonly Tag: ParseServiceClass } {
  const tags = Array.from({ length: 50 }, (_, number) => ({ objectId: idOf('t', number), ...times(number), name: `Tag ${number}` }))
  const posts = Array.from({ length: 200 }, (_, number) => ({
    objectId: idOf('p', number),
    ...times(number),
    title: `Post ${number}`,
    stars: number % 6,
    main: { __type: 'Pointer', className: 'Tag', objectId: idOf('t', number % 50) },
    tags: { __type: 'Relation', className: 'Tag' },
  }))
  const relations = Object.fromEntries(
    posts.map(({ objectId }, number) => [objectId, { tags: number % 2 === 0 ? [] : [idOf('t', number % 50)] }]),
  )
  return {
    Post: {
      fields: {
        title: { type: 'String' },
        stars: { type: 'Number' },
        main: { type: 'Pointer', targetClass: 'Tag' },
        tags: { type: 'Relation', targetClass: 'Tag' },
      },
      objects: posts,
      relations,
    },
    Tag: { fields: { name: { type: 'String' } }, objects: tags },
  }
}
