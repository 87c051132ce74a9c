import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { saveDownload } from './save-download.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'millrace-download-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
})

const calm = () => ({ directory, onInterrupt: () => () => undefined })
const named = (name: string) => ({ headers: { 'content-disposition': `attachment; filename*=UTF-8''${name}` } })
const list = () => readdirSync(directory)
const text = (name: string) => readFileSync(join(directory, name), 'utf8')

/** Sends something, and then what is told. */
function answer(then: (controller: ReadableStreamDefaultController<Uint8Array>) => void): Response {
  let isBegun = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isBegun) return then(controller)
      isBegun = true
      controller.enqueue(new TextEncoder().encode('half'))
    },
  })
  return new Response(body)
}

test('is saved under the name given, in place of what is there, with its permissions and through a link', async () => {
  writeFileSync(join(directory, 'old.csv'), 'old', { mode: 0o640 })
  symlinkSync('old.csv', join(directory, 'link.csv'))
  expect(await saveDownload(new Response('new'), 'link.csv', calm())).toBe('link.csv')
  expect([text('old.csv'), statSync(join(directory, 'old.csv')).mode & 0o777]).toEqual(['new', 0o640])
  expect(list().sort()).toEqual(['link.csv', 'old.csv'])
})

test('is saved under its own name, in no place that is taken', async () => {
  expect(await saveDownload(new Response('a', named('..%2Freport.pdf')), undefined, calm())).toBe('report.pdf')
  const again = saveDownload(new Response('b', named('report.pdf')), undefined, calm())
  await expect(again).rejects.toThrow('There is a file report.pdf here already')
  expect(text('report.pdf')).toBe('a')
})

test.each(['old.csv', undefined])('what breaks off leaves nothing behind, and what was there', async (name) => {
  writeFileSync(join(directory, 'old.csv'), 'old')
  const broken = saveDownload(
    answer((controller) => controller.error(new TypeError('terminated'))),
    name,
    calm(),
  )
  await expect(broken).rejects.toMatchObject({ message: expect.stringContaining('broke off'), exitCode: 1 })
  expect([list(), text('old.csv')]).toEqual([['old.csv'], 'old'])
})

test('an interrupt ends it, and leaves nothing behind', async () => {
  let interrupt: (signal: 'SIGINT') => void = () => undefined
  const host = {
    directory,
    onInterrupt(listener: (signal: 'SIGINT') => void) {
      interrupt = listener
      return () => undefined
    },
  }
  const stopped = saveDownload(
    answer(() => interrupt('SIGINT')),
    'new.csv',
    host,
  )
  await expect(stopped).rejects.toThrow('Stopped')
  expect(list()).toEqual([])
})

test('a device is written as it is, and a place that cannot be is named', async () => {
  expect(await saveDownload(new Response('away'), '/dev/null', calm())).toBe('/dev/null')
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  await expect(saveDownload(new Response('a'), '.', calm())).rejects.toThrow('. cannot be written (EISDIR')
  await expect(saveDownload(new Response('a'), 'none/a.csv', calm())).rejects.toThrow('none/a.csv cannot be written (ENOENT')
})

test.runIf(process.platform === 'linux')('a full disk is said', async () => {
  await expect(saveDownload(new Response('a'), '/dev/full', calm())).rejects.toThrow('/dev/full cannot be written (ENOSPC')
})
