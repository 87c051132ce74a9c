import type { Random } from '../../support/random.ts'
import { deepJson, evilJson, evilTexts, mutatedBytes } from '../evil.ts'
import type { FuzzRequest } from '../fuzz-request.ts'

const paths = [
  '/webhook/echo',
  '/webhook/last',
  '/webhook/reply',
  '/webhook/a/b/c',
  '/webhook',
  '/webhook/',
  '/webhook/echo/x',
  '/webhook/ECHO',
  '/webhook//echo',
]

const multipart = [
  '--x',
  'Content-Disposition: form-data; name="a"',
  '',
  '1',
  '--x',
  'Content-Disposition: form-data; name="files"; filename="../../etc/passwd"',
  'Content-Type: text/plain',
  '',
  'content',
  '--x--',
  '',
].join('\r\n')

const types = [
  'application/json',
  'application/json; charset=utf-16',
  'application/json; charset="',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data; boundary=',
  'multipart/form-data',
  'text/plain; charset=shift_jis',
  'text/plain; charset=none',
  'text/xml',
  'application/octet-stream',
  'a/b;c="',
  '',
]

/** Requests to webhooks whose body is not what it says, or is what nobody would send. */
export function webhookRequest(random: Random): FuzzRequest {
  const path =
    random.next() < 0.7
      ? random.pick(paths)
      : `${random.pick(paths)}/${encodeURIComponent(random.pick(evilTexts).slice(0, 500).toWellFormed())}`
  const query =
    random.next() < 0.7
      ? ''
      : `?${random.pick(['a=1&a=2', '__proto__[x]=1', '%', '&'.repeat(2000), `a=${'b'.repeat(5000)}`, 'constructor.prototype.x=1', '=', '%ff=%fe'])}`
  return {
    method: random.pick(['POST', 'POST', 'POST', 'POST', 'PUT', 'GET', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE']),
    target: path + query,
    headers: hostileHeaders(random),
    body: hostileBody(random),
  }
}

export function hostileHeaders(random: Random): readonly (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = []
  if (random.next() < 0.9) headers.push(['content-type', random.pick(types)])
  if (random.next() < 0.1) headers.push(['content-type', random.pick(types)])
  if (random.next() < 0.15) headers.push(['content-encoding', random.pick(['gzip', 'br', 'deflate', 'identity', 'x'])])
  if (random.next() < 0.15) headers.push(['transfer-encoding', 'chunked'])
  if (random.next() < 0.1) headers.push(['expect', '100-continue'])
  if (random.next() < 0.2)
    headers.push([
      random.pick(['x-__proto__', 'constructor', 'x-a', 'forwarded', 'x-forwarded-host']),
      random.pick(['__proto__', '{{ secrets.a }}', 'a'.repeat(5000), '1']),
    ])
  return headers
}

/** Seldom what its type says. */
export function hostileBody(random: Random): Buffer {
  const choice = random.below(10)
  if (choice <= 2) return Buffer.from(JSON.stringify(evilJson(random)))
  if (choice === 3) return Buffer.from(deepJson(random))
  if (choice === 4) return mutatedBytes(random, JSON.stringify(evilJson(random)))
  if (choice === 5) return Buffer.from(multipart)
  if (choice === 6) return mutatedBytes(random, multipart)
  if (choice === 7) return Buffer.from(random.pick(['a=1&__proto__=2&a[b]=3', 'a=%zz', '&'.repeat(3000), 'a='.repeat(3000), 'a={"b":1}']))
  if (choice === 8) return Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256)))
  return Buffer.from(random.pick(evilTexts))
}
