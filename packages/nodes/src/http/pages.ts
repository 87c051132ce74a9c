import { isJsonObject, type Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'
import { z } from 'zod'
import { fieldPath, readField } from '../transform/field-path.ts'
import type { Answer } from './answer.ts'

const queryName = z.string().min(1)

/** How an API tells where its next page is. */
export const pages = z.strictObject({
  next: z
    .union([
      z.literal('link'),
      z.literal('link').meta({ title: 'Link header' }),
      z
        .strictObject({ url: fieldPath.meta({ title: 'URL', description: 'Where in the body the next address is' }) })
        .meta({ title: 'URL in the body' }),
      z
        .strictObject({
          cursor: fieldPath.meta({ description: 'Where in the body the cursor is' }),
          query: queryName.meta({ description: 'The parameter that takes it' }),
        })
        .meta({ title: 'Cursor' }),
      z
        .strictObject({
          page: queryName.meta({ description: 'The parameter with the number of the page' }),
          start: z.int().min(0).default(1).meta({ description: 'Of the first page' }),
        })
        .meta({ title: 'Page number' }),
      z
        .strictObject({
          offset: queryName.meta({ description: 'The parameter with the number of items before' }),
          size: z.int().min(1).meta({ description: 'How many items a page has' }),
        })
        .meta({ title: 'Offset' }),
    ])
    .meta({ title: 'Next', description: 'How an answer tells where the next page is' }),
  items: fieldPath.optional().meta({ title: 'Items', description: 'Where in the body the items are; the body itself, when left out' }),
  limit: z.int().min(1).max(10_000).default(100).meta({ title: 'Limit', description: 'How many pages at most' }),
})

export type Pages = z.output<typeof pages>

/** The items of one page: the body itself, or the list at `items`. Fatal `HTTP_BAD_PAGE` when there is none. */
export function itemsOf(body: Json, { items }: Pages): readonly Json[] {
  const found = items === undefined ? body : readField(body, items)
  if (Array.isArray(found)) return found
  throw badPage(items === undefined ? 'the answer is no list: say with pages.items where it is' : `the answer has no list at "${items}"`)
}

/** The first page's URL, where pages are counted. */
export function firstUrl(url: URL, { next }: Pages): URL {
  if (next === 'link') return url
  if ('page' in next) return withQuery(url, next.page, next.start)
  return 'offset' in next ? withQuery(url, next.offset, 0) : url
}

/**
 * Where the next page is; undefined after the last. Never at another origin than the page before: a link in an answer must not decide who
 * gets to see the credentials.
 */
export function nextUrl(current: URL, answer: Answer, body: Json, count: number, { next }: Pages): URL | undefined {
  if (next === 'link') return linked(linkHeader(answer), current)
  if ('url' in next) return linked(textAt(body, next.url), current)
  if ('cursor' in next) {
    const cursor = textAt(body, next.cursor)
    return cursor === undefined ? undefined : withQuery(current, next.query, cursor)
  }
  if (count === 0) return undefined
  if ('page' in next) return withQuery(current, next.page, Number(current.searchParams.get(next.page)) + 1)
  return count < next.size ? undefined : withQuery(current, next.offset, Number(current.searchParams.get(next.offset)) + count)
}

function linked(text: string | undefined, current: URL): URL | undefined {
  if (text === undefined) return undefined
  if (!URL.canParse(text, current.href)) throw badPage('the link to the next page is no URL')
  const url = new URL(text, current)
  if (url.origin !== current.origin || url.username !== '' || url.password !== '') {
    throw badPage('the link to the next page leads to another host, which is not followed')
  }
  return url
}

/** By RFC 8288: `<https://…?page=2>; rel="next", <…>; rel="last"`. */
function linkHeader({ headers }: Answer): string | undefined {
  const header = headers.link
  if (typeof header !== 'string') return undefined
  for (const [, target, parameters] of header.matchAll(/<([^<>]*)>((?:\s*;\s*[^\s,;="]+(?:=(?:"[^"]*"|[^\s,;"]*))?)*)/g)) {
    if (/;\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s|"|;|$)/i.test(parameters ?? '')) return target
  }
  return undefined
}

function textAt(body: Json, path: string): string | undefined {
  const found = isJsonObject(body) || Array.isArray(body) ? readField(body, path) : undefined
  if (found === undefined || found === null || found === '' || found === false) return undefined
  if (typeof found === 'string' || typeof found === 'number') return String(found)
  throw badPage(`"${path}" is neither a text nor a number`)
}

function withQuery(url: URL, name: string, value: string | number): URL {
  const next = new URL(url)
  next.searchParams.set(name, String(value))
  return next
}

function badPage(what: string): FatalError {
  return new FatalError(`The pages cannot be followed: ${what}.`, { code: 'HTTP_BAD_PAGE' })
}
