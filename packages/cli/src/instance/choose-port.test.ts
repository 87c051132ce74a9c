import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { choosePort, nextFreePort, portNotice } from './choose-port.ts'

const unnamed = { value: 8577, origin: 'default' }

/** All are free but these. */
function without(...taken: readonly number[]) {
  return async (port: number) => !taken.includes(port)
}

describe('a port that nobody asked for by name', () => {
  test.each([
    ['the default', undefined, [], 8577, undefined],
    ['the next one when that is taken', undefined, [8577, 8578], 8579, 'Port 8577 is taken: this is http://localhost:8579.'],
    ['the one of last time, although the default is free', 8580, [], 8580, 'Port 8580 is kept from an earlier start'],
    ['the default when that of last time is taken', 8580, [8580], 8577, 'Port 8580 is taken: this is http://localhost:8577.'],
    ['the next one when both are taken', 8580, [8577, 8580], 8578, 'Port 8580 is taken: this is http://localhost:8578.'],
    ['the last one that is tried', undefined, Array.from({ length: 20 }, (_, index) => 8577 + index), 8597, 'http://localhost:8597'],
  ])('is %s', async (_, kept, taken, chosen, notice) => {
    const wish = { port: unnamed, kept }
    expect(await choosePort(wish, without(...taken))).toBe(chosen)
    if (notice === undefined) expect(portNotice(wish, chosen)).toBeUndefined()
    else expect(portNotice(wish, chosen)).toContain(notice)
  })

  test('is none where somebody was faster', async () => {
    expect(await choosePort({ port: unnamed, kept: 8577, passed: [8577, 8578] }, without())).toBe(8579)
  })

  test('is refused with the next action when all of them are taken', async () => {
    await expect(choosePort({ port: unnamed, kept: undefined }, async () => false)).rejects.toThrow(
      'Ports 8577 to 8597 are all taken: choose another with --port',
    )
  })
})

describe('a port that was asked for by name', () => {
  test.each(['--port', 'MILLRACE_PORT', 'MILLRACE_PORT_FILE'])('by %s is taken as it is, whatever was kept', async (origin) => {
    const wish = { port: { value: 9000, origin }, kept: 8580 }
    expect(await choosePort(wish, without(9000))).toBe(9000)
    expect(portNotice(wish, 9000)).toBeUndefined()
  })

  test('as 0 is any free one', async () => {
    expect(await choosePort({ port: { value: 0, origin: '--port' }, kept: 8580 }, without())).toBeGreaterThan(0)
  })
})

test('the next free one is none beyond the last there is', async () => {
  expect(await nextFreePort(9000, without(9001))).toBe(9002)
  expect(await nextFreePort(65_535, without())).toBeUndefined()
})

test('one that another program listens on is not free', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  expect(await nextFreePort(port - 1)).not.toBe(port)
})
