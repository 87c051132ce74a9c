import { ProblemError } from './problem.ts'

export interface HostGuard {
  /** Throws unless the Host header names this server: a foreign name that was pointed at this machine must not pass. */
  checkHost(host: string | undefined): void
  /** Throws when a browser says that a page of another site makes the request. Programs say nothing and pass. */
  checkOrigin(source: { readonly host: string; readonly origin: string | undefined; readonly fetchSite: string | undefined }): void
}

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

export function createHostGuard(publicUrl: string): HostGuard {
  const publicHost = new URL(publicUrl).host

  function isOurs(host: string): boolean {
    return host === publicHost || loopbackNames.has(nameOf(host))
  }

  return {
    checkHost(host) {
      if (host !== undefined && isOurs(host.toLowerCase())) return
      throw new ProblemError('HOST_NOT_ALLOWED', `This server is ${publicUrl}, not ${JSON.stringify((host ?? '').slice(0, 100))}.`)
    },
    checkOrigin({ host, origin, fetchSite }) {
      // Browsers set Sec-Fetch-Site themselves and no page can forge it.
      if (fetchSite === 'same-origin' || fetchSite === 'none') return
      const isForeign = fetchSite !== undefined || (origin !== undefined && hostOf(origin) !== host.toLowerCase())
      if (isForeign) throw new ProblemError('CROSS_SITE', 'A page of another site asked for this: only pages of this server may.')
    },
  }
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
