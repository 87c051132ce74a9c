import { expect, test } from 'vitest'
import type { OutgoingRequest } from './outgoing-request.ts'
import { redirectedRequest } from './redirected-request.ts'

const post: OutgoingRequest = {
  url: new URL('https://shop.test/orders#top'),
  method: 'POST',
  headers: new Headers({ authorization: 'Bearer t', cookie: 'a=b', 'content-type': 'text/plain', 'x-trace': '1' }),
  body: 'order',
}

test.each([200, 300, 304, 404])('%i is not a redirect', (status) => {
  expect(redirectedRequest(post, status, '/elsewhere')).toBeUndefined()
})

test('a redirect without a location is an answer like any other', () => {
  expect(redirectedRequest(post, 302, null)).toBeUndefined()
})

test.each([301, 302, 303])('%i turns a POST into a GET without body or body headers', (status) => {
  const next = redirectedRequest(post, status, '/done')
  expect(next).toMatchObject({ method: 'GET', body: undefined })
  expect(next?.headers.has('content-type')).toBe(false)
  expect(next?.headers.get('x-trace')).toBe('1')
})

test.each([307, 308])('%i repeats method and body', (status) => {
  expect(redirectedRequest(post, status, '/again')).toMatchObject({ method: 'POST', body: 'order' })
})

test('301 keeps a PUT, 303 turns it into a GET, and HEAD stays HEAD', () => {
  expect(redirectedRequest({ ...post, method: 'PUT' }, 301, '/a')?.method).toBe('PUT')
  expect(redirectedRequest({ ...post, method: 'PUT' }, 303, '/a')?.method).toBe('GET')
  expect(redirectedRequest({ ...post, method: 'HEAD', body: undefined }, 303, '/a')?.method).toBe('HEAD')
})

test.each(['https://other.test/', 'http://shop.test/', 'https://shop.test:8443/'])('credentials do not go on to %s', (location) => {
  const headers = redirectedRequest(post, 307, location)?.headers
  expect(headers?.has('authorization')).toBe(false)
  expect(headers?.has('cookie')).toBe(false)
  expect(headers?.get('x-trace')).toBe('1')
})

test('credentials stay within the origin', () => {
  expect(redirectedRequest(post, 307, '/b')?.headers.get('authorization')).toBe('Bearer t')
})

test('the fragment is inherited unless the location has its own', () => {
  expect(redirectedRequest(post, 302, '/b')?.url.href).toBe('https://shop.test/b#top')
  expect(redirectedRequest(post, 302, '/b#own')?.url.href).toBe('https://shop.test/b#own')
})

test('a stream is not sent twice, but 303 drops it and goes on', () => {
  const streamed = { ...post, body: new ReadableStream() }
  expect(() => redirectedRequest(streamed, 307, '/b')).toThrow(/streamed body cannot be sent twice/)
  expect(redirectedRequest(streamed, 303, '/b')).toMatchObject({ method: 'GET', body: undefined })
})

test('a location that is no URL is an error that does not repeat it', () => {
  expect(() => redirectedRequest(post, 302, 'https://secret token')).toThrow('shop.test redirects to something that is not a URL')
})
