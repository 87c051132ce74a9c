import { ListenError } from '@millrace/server'
import { expect, test } from 'vitest'
import { onFreePort } from './on-free-port.ts'

const unnamed = { port: { value: 8577, origin: 'default' }, kept: undefined }

/** Serves on the second port that it is given. */
function secondTime() {
  const given: number[] = []
  const serve = async (port: number): Promise<number> => {
    given.push(port)
    if (given.length === 1) throw new ListenError('PORT_TAKEN', 'Somebody was faster.')
    return port
  }
  return { given, serve }
}

test('where somebody was faster it is the next port', async () => {
  const { given, serve } = secondTime()
  const served = await onFreePort(unnamed, serve)
  expect(given).toHaveLength(2)
  expect(served).toBe(given[1])
  expect(served).not.toBe(given[0])
})

test('where any port was asked for it is another one', async () => {
  const { given, serve } = secondTime()
  await onFreePort({ port: { value: 0, origin: '--port' }, kept: undefined }, serve)
  expect(given).toHaveLength(2)
})

test('a port that was named and is taken is refused, with one that is free', async () => {
  const { given, serve } = secondTime()
  const refused = onFreePort({ port: { value: 9000, origin: 'MILLRACE_PORT' }, kept: undefined }, serve)
  await expect(refused).rejects.toThrow(
    /^Port 9000 \(MILLRACE_PORT\) is in use: end what listens there, or take the next free one: --port 90\d\d\.$/,
  )
  expect(given).toEqual([9000])
})

test('whatever else goes wrong ends it', async () => {
  const rights = Object.assign(new Error('listen EACCES'), { code: 'EACCES', syscall: 'listen' })
  const fail = (error: Error) => onFreePort(unnamed, () => Promise.reject(error))
  await expect(fail(rights)).rejects.toThrow('needs rights that this user lacks')
  await expect(fail(new Error('No room.'))).rejects.toThrow('No room.')
})
