import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameReader, encodeFrame, FrameTooLargeError } from './frame.ts'

const frame = fc.record({ head: fc.string({ unit: 'grapheme' }), body: fc.string({ unit: 'grapheme' }) })

test('frames survive whatever pieces they come in', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 5 }), fc.array(fc.nat({ max: 20 })), (frames, cuts) => {
      const read = createFrameReader(1_000_000)
      let rest = Buffer.concat(frames.map(encodeFrame))
      const found = []
      for (const cut of [...cuts, rest.length]) {
        found.push(...read(rest.subarray(0, cut)))
        rest = rest.subarray(cut)
      }
      expect([...found, ...read(rest)]).toEqual(frames)
    }),
    { numRuns: 100 },
  )
})

test('a frame that says it is too large is refused before it comes', () => {
  const read = createFrameReader(100)
  expect(() => read(Buffer.from([255, 255, 255, 255, 255, 255, 255, 255]))).toThrow(FrameTooLargeError)
})
