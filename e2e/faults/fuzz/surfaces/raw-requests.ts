import type { Random } from '../../support/random.ts'

const methods = ['GET', 'POST', 'POST', 'TRACE', 'CONNECT', 'PRI', 'get', '', 'P\u0000ST', 'A'.repeat(100)]
const targets = [
  '/webhook/echo',
  '/webhook/last',
  '/webhook/reply',
  '/api/v1/executions',
  '/api/v1/workflows/validate',
  '/api/v1/live',
  '/webhook-waiting/x',
  '/healthz',
  '*',
  'http://localhost/webhook/echo',
  'https://evil.test/',
  '//',
  '\\',
  '/webhook/echo?%',
  '/\u0001',
  `/${'a'.repeat(20_000)}`,
]
const fields = [
  'Host: localhost',
  'Host: localhost',
  'Host: localhost',
  'Host: [::',
  'Host:',
  'Content-Length: 3',
  'Content-Length: 3, 3',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked, chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding : chunked',
  'Connection: keep-alive, Upgrade',
  'Upgrade: websocket',
  'Upgrade: h2c',
  'HTTP2-Settings: AAMAAABkAAQAAP__',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  'Expect: 100-continue',
  'Expect: 200-ok',
  'Content-Type: application/json',
  'Content-Type: text/plain',
  'Content-Type: multipart/form-data; boundary=x',
  'Content-Encoding: gzip',
  '__proto__: 1',
  ': none',
  'no colon',
  ' folded',
  'X: \u00ff\u0001',
  `X: ${'x'.repeat(30_000)}`,
]
const bodies = [
  '',
  '{}',
  'abc',
  '3\r\nabc\r\n0\r\n\r\n',
  '3;a=b\r\nabc\r\n0\r\n\r\n',
  'ffffffffffffffff\r\n',
  '-1\r\n',
  '0\r\nX: y\r\n\r\n',
  `${'1\r\na\r\n'.repeat(300)}0\r\n\r\n`,
  'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  '\u001f\u008b\u0008\u0000',
]

/** Bytes for a socket: a request line, headers and a body, each as often wrong as right. */
export function rawRequest(random: Random): Buffer {
  const newline = random.next() < 0.8 ? '\r\n' : random.pick(['\n', '\r', '\r\r\n'])
  const version = random.next() < 0.8 ? 'HTTP/1.1' : random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'FTP/1.0', ''])
  const headers = Array.from({ length: random.below(8) }, () => random.pick(fields))
  const lines = [`${random.pick(methods)} ${random.pick(targets)} ${version}`, ...headers, 'Connection: close', '', random.pick(bodies)]
  const bytes = Buffer.from(lines.join(newline), 'latin1')
  return random.next() < 0.1 ? bytes.subarray(0, random.below(bytes.length)) : bytes
}
