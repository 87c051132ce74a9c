import { expect, test } from 'vitest'
import { writeDownload } from './write-download.ts'

function host(flushed: () => Promise<void>) {
  const written: string[] = []
  const out = {
    isTerminal: false,
    usesColor: false,
    size: () => ({ columns: 80, rows: 24 }),
    write: (text: string) => void written.push(text),
    flushed,
    onResize: () => () => undefined,
  }
  return { written, host: { out, err: out, directory: '/', onInterrupt: () => () => undefined } }
}

test('is read no faster than standard output takes it', async () => {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1
      if (sent > 9) controller.close()
      else controller.enqueue(new TextEncoder().encode(`${sent},`))
    },
  })
  const taken = Promise.withResolvers<void>()
  const reader = host(() => taken.promise)
  const done = writeDownload(new Response(body), undefined, reader.host)
  await expect.poll(() => reader.written).toEqual(['1,'])
  expect(sent).toBeLessThan(5)
  taken.resolve()
  await done
  expect(reader.written.join('')).toBe('1,2,3,4,5,6,7,8,9,')
})

test('a character that comes in two parts is whole', async () => {
  const reader = host(async () => undefined)
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array([0xe2, 0x82]))
      controller.enqueue(new Uint8Array([0xac]))
      controller.close()
    },
  })
  await writeDownload(new Response(body), undefined, reader.host)
  expect(reader.written.join('')).toBe('€')
})
