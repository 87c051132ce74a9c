import type { Connections } from '@millrace/kit'
import { parse } from '../connections/parse.ts'
import type { ParseService } from './parse-service.ts'

interface Keys extends Pick<ParseService, 'url' | 'applicationId'> {
  readonly masterKey?: string | undefined
  readonly restKey?: string
}

/** A connection to the stand-in, which adds its credentials as the host does. */
export function parseConnections({ url, applicationId, masterKey, restKey }: Keys): Connections {
  const keys = { ...(masterKey !== undefined && { masterKey }), ...(restKey !== undefined && { restKey }) }
  const values = parse.parse({ serverUrl: url, applicationId, ...keys })
  return {
    open: async (name) => ({ name, type: 'parse', values, revision: '1' }),
    fetch: async () => async (input, init) => {
      const headers = new Headers(init?.headers)
      const request = { url: new URL(String(input)), method: 'GET', headers, body: undefined }
      await parse.authorize?.(request, { values, fetch, now: () => 0, cache: new Map(), challenge: undefined })
      return fetch(input, { ...init, headers })
    },
  }
}
