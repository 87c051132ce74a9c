/** Which URLs may see a connection's credentials: `api.example.com`, `*.example.com`, `localhost:8080`, `http://10.1.2.3`. */
export interface HostPattern {
  matches(url: URL): boolean
}

/**
 * Undefined when the text is none. Without a scheme and a port only https on 443 is meant, so that credentials never go out readable by
 * chance; with a port either scheme. `*.` stands for one or more labels, never for none, and never before a whole top-level domain.
 */
export function parseHostPattern(text: string): HostPattern | undefined {
  const { scheme, wildcard, rest } = /^(?:(?<scheme>https?):\/\/)?(?<wildcard>\*\.)?(?<rest>[^/?#@\\*\s]+)$/i.exec(text)?.groups ?? {}
  if (rest === undefined) return undefined
  const url = URL.parse(`${scheme ?? 'https'}://${rest}`)
  if (url === null || url.hostname === '' || url.hostname === '.') return undefined
  const host = withoutTrailingDot(url.hostname)
  if (wildcard !== undefined && !/^[^.]+\.(.*[^0-9.])/.test(host)) return undefined
  // The URL leaves out a port that is its scheme's own, so that the text is asked whether there is one.
  const hasPort = /:\d+$/.test(rest)
  const schemes = scheme !== undefined ? [url.protocol] : hasPort ? ['https:', 'http:'] : ['https:']
  const port = portOf(url)
  return {
    matches(asked) {
      if (!schemes.includes(asked.protocol) || portOf(asked) !== port) return false
      const name = withoutTrailingDot(asked.hostname)
      return wildcard === undefined ? name === host : name.endsWith(`.${host}`)
    },
  }
}

/** `api.example.com.` is the same host. URLs are lower case and punycode already. */
function withoutTrailingDot(hostname: string): string {
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}
