import { expect, test } from 'vitest'
import type { N8nNode } from '../n8n-workflow.ts'
import { convertTrigger } from './convert-trigger.ts'

function webhookOf(authentication: string | undefined, credentials: N8nNode['credentials'] = []) {
  const parameters = { path: 'orders', ...(authentication !== undefined && { authentication }) }
  const node = { name: 'Shop calls', type: 'webhook', version: 2, parameters, credentials } as unknown as N8nNode // No more is read.
  const notes: string[] = []
  const converted = convertTrigger(node, { timezone: undefined, note: (...note) => notes.push(note.join(' | ')) })
  return { auth: converted[0]?.with.auth, notes }
}

test('a webhook that anybody could call says so', () => {
  for (const way of [undefined, 'none']) expect(webhookOf(way)).toEqual({ auth: 'none', notes: [] })
})

test.each([
  ['basicAuth', { type: 'basic', user: 'user', secret: 'SHOP_KEY' }],
  ['headerAuth', { type: 'header', name: 'X-Api-Key', secret: 'SHOP_KEY' }],
  ['jwtAuth', { type: 'jwt', secret: 'SHOP_KEY' }],
  ['someAuth', { type: 'bearer', secret: 'SHOP_KEY' }],
])('a webhook with %s lets nobody in until the secret is set, which is the hand work left', (way, auth) => {
  const { auth: made, notes } = webhookOf(way, [{ type: 'x', name: 'Shop key' }])
  expect(made).toEqual(auth)
  expect(notes).toEqual([expect.stringContaining('millrace secret set SHOP_KEY')])
})

test('without the name of a credential the secret is named after the webhook', () => {
  expect(webhookOf('jwtAuth').auth).toEqual({ type: 'jwt', secret: 'SHOP_CALLS_KEY' })
})

function convert(type: string, parameters: object, credentials: N8nNode['credentials'] = []) {
  const node = { name: 'Starts', type, version: 1, parameters, credentials } as unknown as N8nNode // No more is read.
  const notes: string[] = []
  const converted = convertTrigger(node, { timezone: 'Europe/Berlin', note: (severity) => notes.push(severity) })
  return { converted, notes }
}

test.each([
  ['scheduleTrigger', { rule: { interval: [{ field: 'seconds', secondsInterval: 90 }] } }, { every: '90s' }],
  ['scheduleTrigger', { rule: { interval: [{ field: 'minutes', minutesInterval: 7 }] } }, { every: '7m' }],
  ['scheduleTrigger', { rule: { interval: [{ field: 'minutes', minutesInterval: 15 }] } }, { cron: '*/15 * * * *' }],
  ['scheduleTrigger', { rule: { interval: [{ field: 'hours', hoursInterval: 5 }] } }, { every: '5h' }],
  ['scheduleTrigger', { rule: { interval: [{ field: 'cronExpression', expression: '*/10 * * * * *' }] } }, { cron: '*/10 * * * * *' }],
  ['interval', { interval: 20, unit: 'seconds' }, { every: '20s' }],
  ['cron', { triggerTimes: { item: [{ mode: 'everyX', value: 5, unit: 'hours' }] } }, { every: '5h' }],
  [
    'scheduleTrigger',
    { rule: { interval: [{ field: 'weeks', weeksInterval: 2, triggerAtDay: [1, 5], triggerAtHour: 9 }] } },
    { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;BYHOUR=9;BYMINUTE=0' },
  ],
  [
    'scheduleTrigger',
    { rule: { interval: [{ field: 'months', monthsInterval: 3, triggerAtDayOfMonth: 15, triggerAtMinute: 30 }] } },
    { rrule: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15;BYHOUR=0;BYMINUTE=30' },
  ],
  ['scheduleTrigger', { rule: { interval: [{ field: 'days', daysInterval: 3 }] } }, { rrule: 'FREQ=DAILY;INTERVAL=3;BYHOUR=0;BYMINUTE=0' }],
])('%s %j is converted whole, cron and rules by their time zone', (type, parameters, times) => {
  const zone = !('every' in times) ? { timezone: 'Europe/Berlin' } : {}
  expect(convert(type, parameters)).toEqual({ converted: [{ type: 'schedule', with: { ...times, ...zone } }], notes: [] })
})

test('an interval longer than a schedule takes stays hand work', () => {
  const rule = { interval: [{ field: 'days', daysInterval: 3000 }] }
  expect(convert('scheduleTrigger', { rule })).toEqual({ converted: [], notes: ['by-hand'] })
})

test('what asked for a password, or was for some people only, is switched off until somebody has looked', () => {
  const chat = '@n8n/n8n-nodes-langchain.chatTrigger'
  for (const [type, parameters] of [
    ['formTrigger', { formTitle: 'A', authentication: 'basicAuth' }],
    [chat, {}],
    [chat, { public: true, authentication: 'n8nUserAuth' }],
  ] as const)
    expect(convert(type, parameters)).toMatchObject({ converted: [{ disabled: true }], notes: expect.arrayContaining(['by-hand']) })
  for (const [type, parameters] of [
    ['formTrigger', { formTitle: 'A' }],
    [chat, { public: true }],
  ] as const)
    expect(convert(type, parameters).converted[0]).not.toHaveProperty('disabled')
})

test('fields of a form that have no names here get ones, each once, and what they were is their label', () => {
  const values = [
    { fieldLabel: 'Size (cm)', fieldType: 'number' },
    { fieldLabel: 'Size cm' },
    { fieldLabel: '日本', fieldType: 'radio', fieldOptions: { values: [{ option: 'a' }, { option: 'a' }, { option: 'b' }] } },
    { fieldLabel: 'Agree', fieldType: 'checkbox', fieldOptions: { values: [{ option: 'yes' }] }, requiredField: true },
    { fieldLabel: '{{ 1 }}', fieldType: 'file', acceptFileTypes: '.pdf' },
    { fieldName: 'from', fieldType: 'hiddenField', fieldValue: 'x' },
  ]
  const redirect = { respondWithOptions: { values: { respondWith: 'redirect', redirectUrl: 'https://shop.example.com/' } } }
  const { converted } = convert('formTrigger', {
    formTitle: '=computed',
    formFields: { values },
    options: { path: 'Mein Weg', ...redirect },
  })
  expect(converted[0]?.with).toEqual({
    path: '/mein-weg',
    title: 'Starts',
    fields: [
      { name: 'size_cm', label: 'Size (cm)', type: 'number' },
      { name: 'size_cm_2', label: 'Size cm', type: 'text' },
      { name: 'field', label: '日本', type: 'select', options: ['a', 'b'] },
      { name: 'agree', label: 'Agree', required: true, type: 'checkbox' },
      { name: 'n_1', label: '{ { 1 }}', type: 'file', accept: '.pdf' },
    ],
    redirect: 'https://shop.example.com/',
  })
})
