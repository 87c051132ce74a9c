import { z } from 'zod'
import { dispositionOf } from '../disposition.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'

/** By POST, although nothing changes: no link of another page may begin one. */
export function backupRoute({ backups }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/backup',
    access: 'local',
    group: 'Server',
    summary: 'Back up the whole instance while it runs',
    description:
      'A tar archive of the database as it is at one moment, of files and of encrypted secrets. Everything that was acknowledged before the ' +
      'request is in it. The key that opens secrets and connections is left out unless it is asked for: keep it elsewhere.',
    body: {
      type: 'json',
      schema: z.strictObject({ key: z.boolean().default(false).meta({ description: 'Whether the encryption key goes with it.' }) }),
      example: { key: false },
    },
    answers: {
      200: { description: 'The archive.', contentType: 'application/x-tar' },
      409: { description: 'A backup is being made already, or everything is kept in memory.' },
    },
    async handle({ body: { key } }) {
      const { facts, size, body } = await backups.write({ holdsKey: key })
      const name = `millrace-${facts.createdAt.replace(/[:.]/g, '-')}.tar`
      const headers = {
        'content-type': 'application/x-tar',
        'content-length': String(size),
        'content-disposition': dispositionOf('attachment', name),
      }
      return { status: 200, headers, body }
    },
  })
}
