/** Where in the wizard one is, as the address says it: it can be loaded again, linked, and left by the way back of the browser. */
export type Place =
  | { readonly step: 'connect'; readonly connection: string }
  | { readonly step: 'review'; readonly connection: string }
  | { readonly step: 'import'; readonly execution: string }

export const parseImportPath = '/tables/import/parse'

export function readPlace(address: URLSearchParams): Place {
  const execution = address.get('execution') ?? ''
  if (execution !== '') return { step: 'import', execution }
  const connection = address.get('connection') ?? ''
  return address.get('step') === 'review' && connection !== '' ? { step: 'review', connection } : { step: 'connect', connection }
}

export function addressOf(place: Place): string {
  if (place.step === 'import') return `${parseImportPath}?${new URLSearchParams({ execution: place.execution })}`
  const { step, connection } = place
  if (connection === '') return parseImportPath
  return `${parseImportPath}?${new URLSearchParams({ connection, ...(step === 'review' && { step }) })}`
}
