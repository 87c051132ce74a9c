import fc from 'fast-check'

/** A request that nobody sane would send, as data that fast-check can shrink. */
export interface BadRequest {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Uint8Array<ArrayBuffer>
}

const evilKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', 'a'.repeat(500), '💥', '\u0000']

const evilJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      null,
      true,
      '',
      '{{ trigger }}',
      '=1+1',
      '../../etc/passwd',
      -0,
      1e308,
      Number.MAX_SAFE_INTEGER + 1,
      '\u2028',
      '\ud800',
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom(...evilKeys), tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value

const evilText = fc.oneof(
  evilJson.map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '1e999999',
    '-',
    '0x10',
    '[1,]',
    '{"a":1,"a":2}',
    '{"__proto__":{"x":1}}',
    '\ufeff{}',
    '"\\ud800"',
    'NaN',
    '//',
    '['.repeat(2000),
  ),
  fc.constantFrom(
    'a: &a [*a]',
    'a: &a b\nc: *a',
    '<<: {}',
    '!!js/function x',
    'id: x\nid: y',
    '%YAML 9.9\n---',
    '? [a]: b',
    `a: ${'['.repeat(300)}`,
  ),
  fc.constantFrom(
    'a=1&__proto__=2&a[b]=3',
    '%',
    '%zz=%',
    '&'.repeat(300),
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

const encoder = new TextEncoder()

/** Texts, cut texts, texts in other encodings, and bytes. */
const body = fc.oneof(
  evilText.map((text) => encoder.encode(text)),
  fc.tuple(evilText, fc.nat()).map(([text, at]) => encoder.encode(text).slice(0, at % (text.length + 1))),
  evilText.map((text) => new Uint8Array(Buffer.from(text, 'utf16le'))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
  fc.constant(new Uint8Array()),
)

const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'application/json, text/plain',
  'application/x-www-form-urlencoded',
  'text/plain; charset=shift_jis',
  'text/plain; charset=none',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/octet-stream',
  'application/xml',
  'a/b;c="',
  '',
)

/** What the Fetch API takes for a header value. */
const headerValue = fc.oneof(
  fc.constantFrom('gzip', 'identity', '*/*', '1e99', '-1', '__proto__', '{{x}}'),
  fc.string({ unit: 'grapheme-ascii', maxLength: 50 }),
)
const headerName = fc.constantFrom(
  'content-encoding',
  'x-http-method-override',
  'x-forwarded-host',
  'x-original-url',
  'idempotency-key',
  'accept',
  'origin',
  'sec-fetch-site',
  'range',
  'cookie',
  'constructor',
  'x-__proto__',
)

const headers = fc
  .tuple(fc.option(contentType), fc.array(fc.tuple(headerName, headerValue), { maxLength: 4 }))
  .map(([type, others]) => (type === null ? others : [['content-type', type] as const, ...others]))

const method = fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND', 'X')

const evilSegment = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2f',
    '%252f',
    '%00',
    '%',
    '%ff',
    ';',
    'a;b',
    '',
    ' ',
    '__proto__',
    'constructor',
    '*',
    ':x',
    '{id}',
    '💥',
    'a'.repeat(300),
  ),
  fc.string({ maxLength: 20 }).map(encodeURIComponentSafely),
)

const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(...evilKeys, 'limit', 'cursor', 'status', 'full', 'wait', 'version', 'startedFrom', 'workflow'),
      fc.oneof(evilText, fc.constantFrom('1', '0', '-1', '1e9', 'true', 'failed', '2027-01-01T00:00:00Z')),
    ),
    {
      maxLength: 3,
    },
  )
  .map((entries) =>
    entries.length === 0
      ? ''
      : `?${entries.map(([key, value]) => `${encodeURIComponentSafely(key)}=${encodeURIComponentSafely(value.slice(0, 200))}`).join('&')}`,
  )

/** Requests to these paths, and to what is nearly one of them. */
export function badRequests(paths: readonly string[]): fc.Arbitrary<BadRequest> {
  const target = fc
    .tuple(fc.constantFrom(...paths), fc.array(evilSegment, { maxLength: 2 }), fc.boolean(), query)
    .map(([path, segments, isExact, search]) => `${isExact ? path : [path, ...segments].join('/')}${search}`)
  return fc.record({ method, target, headers, body })
}

/** A lone surrogate cannot be encoded. */
function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
