import { describe, expect, test } from 'vitest'
import { echo, failureOf, guarded, serve } from '../testing/local-server.ts'

/** Every way to write a private destination that has got past somebody's guard. `PORT` is a listening server's. */
const privateSpellings = [
  // loopback, as IPv4 in every base and length
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '127.00.0.01',
  '127.127.127.127',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0X7F000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '0177.1',
  '0177.0x0.0.1',
  '127.0.0.0x1',
  '00000177.0.0.1',
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  // the same by Unicode that the URL parser maps to ASCII
  '１２７.0.0.1',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  '127．0．0．1',
  '0𝚡7f.1',
  // this host
  '0.0.0.0',
  '0',
  '0x0',
  '00',
  '0.0',
  '0.1.2.3',
  // IPv6 loopback, unspecified, and the forms that carry an IPv4 address
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::127.0.0.1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[2001::80ff:fffe]',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:a9fe:a9fe::1]',
  // private, shared, link-local and metadata addresses
  '10.0.0.1',
  '10.255.255.255',
  '012.0.0.1',
  '0xa.1',
  '167772161',
  '172.16.0.1',
  '172.31.255.254',
  '0xac100001',
  '192.168.0.1',
  '192.168.1',
  '0xc0a80001',
  '3232235521',
  '100.64.0.1',
  '100.100.100.200',
  '169.254.169.254',
  '169.254.169.254.',
  '0xa9fea9fe',
  '2852039166',
  '0251.0376.0251.0376',
  '169.16689662',
  '168.63.129.16',
  '192.0.0.192',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fdff:ffff::1]',
  '[fec0::1]',
  // multicast, broadcast, reserved, documentation, benchmarking
  '224.0.0.1',
  '239.1.1.1',
  '255.255.255.255',
  '4294967295',
  '240.0.0.1',
  '192.0.2.1',
  '198.51.100.7',
  '203.0.113.9',
  '198.18.0.1',
  '192.88.99.1',
  '[ff02::1]',
  '[ff05::2]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[100::1]',
  '[5f00::1]',
  '[2001:2::1]',
]

describe('private destinations', () => {
  test('more than sixty spellings stand in the matrix', () => {
    expect(new Set(privateSpellings).size).toBeGreaterThanOrEqual(60)
  })

  test.each(privateSpellings)('http://%s is refused before connecting', async (host) => {
    const target = await serve(echo)
    const error = await failureOf(guarded()(`http://${host}:${target.port}/`))
    expect(error.code).toBe('EGRESS_REFUSED')
    expect(error.message).toContain('MILLRACE_EGRESS_ALLOW')
    expect(target.connections()).toBe(0)
  })

  test.each(['localhost', 'LOCALHOST', 'localhost.', 'ⓛocalhost'])('%s is looked up and refused', async (host) => {
    const target = await serve(echo)
    const asked: string[] = []
    const resolve = async (name: string) => {
      asked.push(name)
      return ['127.0.0.1', '::1']
    }
    expect(await failureOf(guarded({ resolve })(`http://${host}:${target.port}/`))).toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(asked[0]).toMatch(/^localhost\.?$/)
    expect(target.connections()).toBe(0)
  })

  test.each(['10.0.0.1', '127.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', 'fe80::1%lo', 'not-an-address'])(
    'a name that resolves to %s is refused, and the message keeps the address to itself',
    async (address) => {
      const error = await failureOf(guarded({ resolve: async () => [address] })('http://inside.example.com/'))
      expect(error.code).toBe('EGRESS_REFUSED')
      expect(error.message).toContain('MILLRACE_EGRESS_ALLOW=inside.example.com:80')
      expect(error.message).not.toContain(address)
    },
  )

  test('one private address among public ones refuses them all', async () => {
    const resolve = async () => ['93.184.215.14', '127.0.0.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c']
    expect(await failureOf(guarded({ resolve })('http://mixed.example.com/'))).toMatchObject({ code: 'EGRESS_REFUSED' })
  })

  test('https is guarded alike', async () => {
    const target = await serve(echo)
    const { port } = target
    expect(await failureOf(guarded()(`https://127.0.0.1:${port}/`))).toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(await failureOf(guarded({ resolve: async () => ['127.0.0.1'] })(`https://a.test:${port}/`))).toMatchObject({
      code: 'EGRESS_REFUSED',
    })
    expect(target.connections()).toBe(0)
  })
})
