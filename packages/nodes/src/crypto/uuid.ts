import { randomBytes, randomUUID } from 'node:crypto'
import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'

export const cryptoUuid = defineNode({
  type: 'crypto.uuid',
  title: 'Make a UUID',
  icon: 'fingerprint',
  group: 'data',
  summary: 'Makes an identifier that nobody else has.',
  docs: 'Version 4 is chance alone. Version 7 begins with the time, so that later ones sort behind earlier ones, to the millisecond. A replay keeps the identifiers that were made; a step that is tried again makes another.',
  params: z.strictObject({
    version: z
      .union([z.literal(4), z.literal(7)])
      .default(4)
      .meta({ title: 'Version', description: '4 or 7' }),
  }),
  output: z.string(),
  // Not repeatable: it reads the machine's source of chance.
  effects: 'read',
  examples: [
    { name: 'a random one', with: {} },
    { name: 'one that sorts by time', with: { version: 7 } },
  ],
  run({ params, now }) {
    return done(params.version === 4 ? randomUUID() : timedUuid(now()))
  },
})

function timedUuid(now: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
