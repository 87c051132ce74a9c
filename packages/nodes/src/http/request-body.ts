import { isJsonObject, type Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'

export type BodyType = 'auto' | 'json' | 'text' | 'form'

export interface EncodedBody {
  readonly content: string
  readonly headers: { readonly 'content-type': string }
}

/** What goes over the wire, with the content type that says so unless the user names another. */
export function encodeBody(body: Json | undefined, bodyType: BodyType): EncodedBody | undefined {
  if (body === undefined) return undefined
  switch (bodyType) {
    case 'auto':
      return typeof body === 'string' ? asText(body) : asJson(body)
    case 'json':
      return asJson(body)
    case 'text':
      return asText(typeof body === 'string' ? body : JSON.stringify(body))
    case 'form':
      return asForm(body)
  }
}

function asJson(body: Json): EncodedBody {
  return { content: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

function asText(content: string): EncodedBody {
  return { content, headers: { 'content-type': 'text/plain;charset=UTF-8' } }
}

function asForm(body: Json): EncodedBody {
  if (!isJsonObject(body)) throw badForm('body must be a map')
  const fields = Object.entries(body).flatMap(([name, value]) =>
    [value].flat().flatMap((one): [string, string][] => {
      if (typeof one === 'object' && one !== null) throw badForm(`body.${name} must be a plain value or a list of them`)
      return one === null ? [] : [[name, `${one}`]]
    }),
  )
  return { content: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } }
}

function badForm(what: string): FatalError {
  return new FatalError(`A form cannot hold this: ${what}. Change it, or send JSON with bodyType: json.`, { code: 'BAD_PARAMS' })
}
