import type { IncomingHttpHeaders } from 'node:http'

const code: ReadonlySet<string | undefined> = new Set([
  'script',
  'style',
  'worker',
  'sharedworker',
  'serviceworker',
  'audioworklet',
  'paintworklet',
])

/**
 * Whether a page of this server wants to run what it asks for. Its policy lets it run what comes from here, and what workflows answer
 * comes from here too: a piece of HTML that somebody smuggles into the page must not find its script at a webhook. Pages that workflows
 * answer with have an origin of their own and may load what they like.
 */
export function isLoadedAsCode(headers: IncomingHttpHeaders): boolean {
  const wanted = headers['sec-fetch-dest']
  return wanted !== undefined && headers['sec-fetch-site'] === 'same-origin' && code.has(String(wanted))
}
