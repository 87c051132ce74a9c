const byEnding: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  gif: 'image/gif',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  md: 'text/markdown',
  ndjson: 'application/x-ndjson',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  webp: 'image/webp',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  zip: 'application/zip',
}

/** By the ending of its name alone, as IANA registers it. */
export function mediaTypeOf(name: string): string {
  const ending = name.toLowerCase().split('.').at(-1) ?? ''
  return (Object.hasOwn(byEnding, ending) && byEnding[ending]) || 'application/octet-stream'
}
