import { connectionSchema } from '@millrace/kit'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { connectionTypeList } from '../views/connection-schema.ts'
import { connectionGroup } from './connections.ts'

export function connectionTypesRoute({ registry }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/connection-types',
    access: 'local',
    group: connectionGroup,
    summary: 'List the connection types, with the schema of their values',
    answers: { 200: { description: 'All of them.', schema: connectionTypeList } },
    handle: () =>
      jsonAnswer(200, {
        items: registry.listConnections().map((one) => {
          const { type, title, icon, summary, docs, secretFields, examples } = one
          return { type, title, icon, summary, docs, schema: connectionSchema(one), secretFields, examples }
        }),
      }),
  })
}
