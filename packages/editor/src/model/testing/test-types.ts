import { indexTypes, type NodeTypeFacts, type Types } from '../type-facts.ts'

const base = { icon: 'box', group: 'logic', summary: 'For tests.', ports: ['success'] }
const named = (type: string, more: Partial<NodeTypeFacts> = {}): NodeTypeFacts => ({ ...base, type, title: type, ...more })

/** A few types as `GET /api/v1/node-types` and `GET /api/v1/trigger-types` tell of them. */
export const testTypes: Types = indexTypes(
  [
    named('log'),
    named('set'),
    named('http.request'),
    named('if', { ports: ['true', 'false'] }),
    named('switch', { ports: ['default'], namedPorts: { from: ['cases', 'where'], always: ['default'] } }),
    named('code.javascript', { namedPorts: { from: ['ports'], otherwise: ['success'] }, literalParams: ['code'] }),
    named('for-each', { scope: 'for-each' }),
    named('loop', { scope: 'loop' }),
    named('try', { scope: 'try' }),
  ],
  [
    { ...base, type: 'manual', title: 'By hand' },
    { ...base, type: 'webhook', title: 'Webhook' },
    { ...base, type: 'schedule', title: 'Schedule' },
  ],
)
