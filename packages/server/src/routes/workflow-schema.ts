import { workflowSchema } from '@millrace/engine'
import { schemaTypes } from '@millrace/kit'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { workflowGroup } from './workflows.ts'

export function workflowSchemaRoute({ registry }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/workflow-schema.json',
    access: 'local',
    group: workflowGroup,
    summary: 'The JSON Schema of the workflow file, with all node and trigger types',
    description: 'For text editors. It knows shapes only: `/api/v1/workflows/validate` finds every mistake.',
    answers: {
      200: { description: 'The schema, 2020-12.', contentType: 'application/schema+json', schema: z.looseObject({ $schema: z.string() }) },
    },
    handle: () => jsonAnswer(200, workflowSchema(schemaTypes(registry)), { 'content-type': 'application/schema+json' }),
  })
}
