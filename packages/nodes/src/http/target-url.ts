type QueryValue = string | number | boolean | null

/** Why this cannot be called, or undefined when it can. */
export function urlMistake(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL: write e.g. https://api.example.com/orders'
  const { protocol, username, password } = new URL(text)
  if (protocol !== 'http:' && protocol !== 'https:') return 'must begin with http:// or https://'
  return username || password ? 'holds a user name or password: put them into auth' : undefined
}

/** The URL with `query` after what it already asks for, which stays byte for byte. */
export function targetUrl(text: string, query: Readonly<Record<string, QueryValue | readonly QueryValue[]>>): URL {
  const url = new URL(text)
  const added = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      [value].flat().flatMap((one): [string, string][] => (one === null ? [] : [[name, `${one}`]])),
    ),
  ).toString()
  if (added !== '') url.search = url.search === '' ? added : `${url.search}&${added}`
  return url
}
