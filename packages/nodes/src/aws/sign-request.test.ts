import { expect, test } from 'vitest'
import type { AwsAccess } from './aws-access.ts'
import { presignUrl, signRequest } from './sign-request.ts'

// The key, dates and signatures below are those of AWS's published test suite for Signature Version 4, and of the S3 API reference.
const suite: AwsAccess = {
  service: 'service',
  region: 'us-east-1',
  endpoint: new URL('https://example.amazonaws.com'),
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}
const s3: AwsAccess = {
  service: 's3',
  region: 'us-east-1',
  endpoint: new URL('https://examplebucket.s3.amazonaws.com'),
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const suiteTime = Date.UTC(2015, 7, 30, 12, 36)
const s3Time = Date.UTC(2013, 4, 24)
const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

async function signatureOf(access: AwsAccess, now: number, path: string, method = 'GET', headers: Record<string, string> = {}) {
  const signed = await signRequest({ method, url: new URL(path, access.endpoint), headers }, access, now)
  return signed.get('authorization')
}

test.each([
  ['get-vanilla', 'GET', '/', {}, 'host;x-amz-date', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', 'POST', '/', {}, 'host;x-amz-date', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    {},
    'host;x-amz-date',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-header-value-trim',
    'GET',
    '/',
    { 'My-Header1': ' value1', 'My-Header2': ' "a   b   c"' },
    'host;my-header1;my-header2;x-amz-date',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
])('signs as the published test suite does: %s', async (_name, method, path, headers, names, signature) => {
  expect(await signatureOf(suite, suiteTime, path, method, headers)).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${names}, Signature=${signature}`,
  )
})

test.each([
  ['GET', '/?lifecycle', {}, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
  ['GET', '/?max-keys=2&prefix=J', {}, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
  [
    'PUT',
    '/test%24file.text',
    {
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    },
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
])('signs as the reference of S3 does: %s %s', async (method, path, headers, signature) => {
  const authorization = await signatureOf(s3, s3Time, path, method, { 'x-amz-content-sha256': nothing, ...headers })
  expect(authorization).toContain(`Signature=${signature}`)
})

test('a presigned URL is that of the reference of S3', async () => {
  const url = await presignUrl('GET', new URL('/test.txt', s3.endpoint), 86_400, s3, s3Time)
  expect(url.searchParams.get('X-Amz-Signature')).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404')
  expect(url.href).not.toContain(s3.secretAccessKey)
})

test('a session token is signed along', async () => {
  const url = new URL('/', suite.endpoint)
  const signed = await signRequest({ method: 'GET', url, headers: {} }, { ...suite, sessionToken: 'token' }, suiteTime)
  expect(signed.get('x-amz-security-token')).toBe('token')
  expect(signed.get('authorization')).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token')
})

test.each([
  'https://evil.example.com/',
  'http://example.amazonaws.com/',
  'https://example.amazonaws.com:8443/',
  'https://example.amazonaws.com.evil.test/',
])('nothing is signed for %s', async (url) => {
  await expect(signRequest({ method: 'GET', url: new URL(url), headers: {} }, suite, suiteTime)).rejects.toMatchObject({
    name: 'FatalError',
    code: 'AWS_REFUSED',
    message: expect.stringContaining('is for example.amazonaws.com'),
  })
})
