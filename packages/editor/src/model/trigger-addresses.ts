import { isJsonObject, type JsonObject } from '@millrace/engine'

interface AddressPlace {
  readonly prefix: string
  /** The parameter that the rest of the address stands in. */
  readonly key: 'path' | 'name'
}

/** Where each type of trigger listens, as `GET /api/v1/triggers` writes it. */
const places: Readonly<Record<string, AddressPlace>> = {
  webhook: { prefix: '/webhook', key: 'path' },
  form: { prefix: '/form', key: 'path' },
  chat: { prefix: '/chat', key: 'path' },
  function: { prefix: '/api/v1/functions/', key: 'name' },
}

export function addressPlace(type: string): AddressPlace | undefined {
  return Object.hasOwn(places, type) ? places[type] : undefined
}

/** With what a new trigger of this file begins: an address after the workflow's id, which is nobody else's, that no other trigger here has. */
export function firstAddress(type: string, { id, triggers }: JsonObject): JsonObject {
  const place = addressPlace(type)
  if (place === undefined || typeof id !== 'string') return {}
  const isPath = place.key === 'path'
  const stem = isPath ? `/${id.replaceAll('_', '-')}` : id.replaceAll('-', '_')
  const taken = new Set(
    Object.values(isJsonObject(triggers) ? triggers : {}).flatMap((one) =>
      isJsonObject(one) && one.type === type && isJsonObject(one.with) ? [one.with[place.key]] : [],
    ),
  )
  let address = stem
  for (let number = 2; taken.has(address); number++) address = `${stem}${isPath ? '-' : '_'}${number}`
  return { [place.key]: address }
}
