import { randomBytes } from 'node:crypto'
import type { Random } from '../../support/random.ts'
import { deepJson, evilJson, evilTexts, mutatedJson } from '../evil.ts'

const messages = [
  { type: 'subscribe', executionId: '01k' },
  { type: 'subscribe', workflowId: 'echo', after: 0 },
  { type: 'unsubscribe', workflowId: 'echo' },
  { type: 'ping' },
]

/** The request that opens a live link. */
export function upgradeRequest(port: number): Buffer {
  const lines = [
    'GET /api/v1/live HTTP/1.1',
    `Host: localhost:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
  ]
  return Buffer.from(`${[...lines, `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`].join('\r\n')}\r\n\r\n`)
}

/** One frame: most of them sound around an odd message, some broken themselves. */
export function liveFrame(random: Random): Buffer {
  const isBroken = random.next() < 0.08
  const opcode = isBroken ? random.below(16) : 1
  const isFinal = random.next() < (isBroken ? 0.5 : 0.99)
  const isMasked = !isBroken || random.next() < 0.5
  const reserved = isBroken && random.next() < 0.3 ? random.below(8) << 4 : 0
  return frame(payloadOf(random), (isFinal ? 0x80 : 0) | reserved | opcode, isMasked)
}

/** A client that goes, in order. */
export const closeFrame = frame(Buffer.from([0x03, 0xe8]), 0x88, true)

function payloadOf(random: Random): Buffer {
  const choice = random.below(10)
  if (choice <= 3) return Buffer.from(JSON.stringify(mutatedJson(random, random.pick(messages))) ?? '')
  if (choice <= 5) return Buffer.from(JSON.stringify(random.pick(messages)))
  if (choice === 6) return Buffer.from(JSON.stringify(evilJson(random)))
  if (choice === 7) return Buffer.from(deepJson(random).slice(0, 60_000))
  if (choice === 8) return randomBytes(random.below(200))
  return Buffer.from(random.pick(evilTexts))
}

function frame(payload: Buffer, first: number, isMasked: boolean): Buffer {
  const length = payload.length < 126 ? Buffer.from([payload.length]) : lengthOf(payload.length)
  length[0] = (length[0] ?? 0) | (isMasked ? 0x80 : 0)
  if (!isMasked) return Buffer.concat([Buffer.from([first]), length, payload])
  const mask = randomBytes(4)
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)))
  return Buffer.concat([Buffer.from([first]), length, mask, masked])
}

function lengthOf(bytes: number): Buffer {
  if (bytes < 65_536) {
    const short = Buffer.from([126, 0, 0])
    short.writeUInt16BE(bytes, 1)
    return short
  }
  const long = Buffer.alloc(9, 0)
  long[0] = 127
  long.writeBigUInt64BE(BigInt(bytes), 1)
  return long
}
