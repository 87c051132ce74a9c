import type { Json, JsonObject } from '@millrace/engine'
import type { ImportSeverity } from '../../import-result.ts'
import { slug } from '../ids.ts'
import type { N8nNode } from '../n8n-workflow.ts'
import { at, fieldsOf, listOf, mapsAt, numberAt, textAt } from '../read-value.ts'
import { chatTrigger, chatTriggerType } from './chat.ts'
import { emailTrigger } from './email.ts'
import { formTrigger } from './form.ts'
import { schedulesOf } from './schedule.ts'

export interface ConvertedTrigger {
  readonly type: string
  readonly with: JsonObject
  /** It would let in more than n8n's did. */
  readonly disabled?: boolean
}

export interface TriggerContext {
  readonly timezone: string | undefined
  note(severity: ImportSeverity, message: string, next: string): void
}

export function isTrigger({ type }: N8nNode): boolean {
  return /Trigger$/.test(type) || ['webhook', 'cron', 'interval', 'start', 'emailReadImap'].includes(type)
}

/** Undefined when there is nothing of the kind: the note says what to do. */
export function convertTrigger(node: N8nNode, context: TriggerContext): readonly ConvertedTrigger[] {
  switch (node.type) {
    case 'manualTrigger':
    case 'start':
      return [{ type: 'manual', with: {} }]
    case 'webhook':
      return [webhook(node, context)]
    case 'scheduleTrigger':
    case 'cron':
    case 'interval':
      return schedule(node, context)
    case 'executeWorkflowTrigger':
      // A call needs no trigger: what it hands over are the inputs.
      return []
    case 'errorTrigger':
      context.note(
        'changed',
        `Trigger "${node.name}" starts when another workflow fails that names this one.`,
        'Write this workflow into settings.onFailure of those, or into MILLRACE_ERROR_WORKFLOW for all.',
      )
      return [{ type: 'error', with: {} }]
    case 'formTrigger':
      return [formTrigger(node, context)]
    case chatTriggerType:
      return [chatTrigger(node, context)]
    case 'emailReadImap':
      return [emailTrigger(node, context)]
    default:
      context.note(
        'by-hand',
        `Trigger "${node.name}" (${node.type}) is not converted.`,
        'Let the service call a webhook trigger, or ask it on a schedule; then look at the nodes that read what the trigger brings.',
      )
      return []
  }
}

const webhookMethods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

function webhook(node: N8nNode, context: TriggerContext): ConvertedTrigger {
  const { parameters } = node
  const respond = respondOf(textAt(parameters, 'responseMode'))
  const status = numberAt(parameters, 'options', 'responseCode', 'values', 'responseCode') ?? numberAt(parameters, 'responseCode')
  if (textAt(parameters, 'responseData') === 'allEntries' || textAt(parameters, 'responseData') === 'noData') {
    context.note(
      'changed',
      `Webhook "${node.name}" answered with ${textAt(parameters, 'responseData')}; here it answers with the output of the last node.`,
      'Use respond: respond-node and a respond node for another answer.',
    )
  }
  return {
    type: 'webhook',
    with: {
      path: pathOf(node, context),
      ...methodsOf(node, context),
      auth: authOf(node, context),
      respond,
      ...(respond === 'last-node' && status !== undefined && status >= 200 && status <= 599 && { status: Math.round(status) }),
    },
  }
}

/**
 * Secrets are not part of an export, and neither is what stands around them: the secret is named after the credential, and until it is
 * set nobody gets in.
 */
function authOf({ name, parameters, credentials }: N8nNode, context: TriggerContext): Json {
  const way = textAt(parameters, 'authentication') ?? 'none'
  if (way === 'none') return 'none'
  const secret = slug(credentials[0]?.name ?? `${name} key`, '_').toUpperCase() || 'WEBHOOK_KEY'
  const { auth, check } = guardOf(way, secret)
  context.note(
    'by-hand',
    `Webhook "${name}" asked for ${way}, whose credentials are not in the export.`,
    `millrace secret set ${secret}${check}.`,
  )
  return auth
}

function guardOf(way: string, secret: string): { readonly auth: JsonObject; readonly check: string } {
  switch (way) {
    case 'basicAuth':
      return { auth: { type: 'basic', user: 'user', secret }, check: ' to the password, and correct the user' }
    case 'headerAuth':
      return { auth: { type: 'header', name: 'X-Api-Key', secret }, check: " to the header's value, and correct its name" }
    case 'jwtAuth':
      return { auth: { type: 'jwt', secret }, check: ', or name the public keys (jwks) if the tokens are signed with a private one' }
    default:
      return { auth: { type: 'bearer', secret }, check: ', and see how its callers prove who they are' }
  }
}

function respondOf(mode: string | undefined): string {
  if (mode === 'lastNode') return 'last-node'
  return mode === 'responseNode' ? 'respond-node' : 'immediately'
}

function methodsOf({ name, parameters }: N8nNode, context: TriggerContext): JsonObject {
  const written = at(parameters, 'httpMethod') ?? 'GET'
  const all = [written, listOf(written)].flat().filter((one) => typeof one === 'string')
  const known = [...new Set(all.map((one) => one.toUpperCase()).filter((one) => webhookMethods.includes(one)))]
  if (known.length < new Set(all).size)
    context.note(
      'lost',
      `Webhook "${name}" answered ${all.join(', ')}; of these only ${known.join(', ') || 'GET'} are converted.`,
      'See whether somebody calls it that way.',
    )
  const [only = 'GET'] = known
  return { method: known.length > 1 ? known : only }
}

const segment = /^(:[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9._~-]+)$/

function pathOf({ name, parameters }: N8nNode, context: TriggerContext): string {
  const written = textAt(parameters, 'path') ?? ''
  const segments = written.split('/').filter((one) => one !== '')
  const names = segments.filter((one) => one.startsWith(':'))
  const isGood = segments.every((one) => segment.test(one) && one !== '.' && one !== '..') && new Set(names).size === names.length
  if (isGood && segments.length > 0 && written.length < 400) return `/${segments.join('/')}`
  const path = `/${slug(written.replace(/^=/, '') || name, '-') || 'hook'}`
  context.note(
    'changed',
    `Webhook "${name}" had the path "${written.slice(0, 200)}"; here it is ${path}.`,
    'Change it, or tell the callers.',
  )
  return path
}

function schedule(node: N8nNode, context: TriggerContext): readonly ConvertedTrigger[] {
  const { times, unclear } = schedulesOf(node)
  for (const one of unclear)
    context.note(
      'by-hand',
      `Trigger "${node.name}" has a rule that neither cron nor a recurrence rule nor an interval says: ${one}.`,
      'Write the schedule.',
    )
  const zone: JsonObject = context.timezone === undefined ? {} : { timezone: context.timezone }
  return times.map((one) => ({ type: 'schedule', with: { ...one, ...(!('every' in one) && zone) } }))
}

/** What a workflow that is called is handed. */
export function declaredInputs({ parameters }: N8nNode): Readonly<Record<string, Json>> {
  const named = mapsAt(parameters, 'workflowInputs', 'values').flatMap((one): [string, Json][] => {
    const name = textAt(one, 'name')
    return name !== undefined && isInputName(name) ? [[name, typeOf(textAt(one, 'type'))]] : []
  })
  return Object.fromEntries([...named, ...exampleInputs(textAt(parameters, 'jsonExample'))])
}

export function isInputName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name) && !['catch', 'finally', 'constructor', 'prototype', '__proto__'].includes(name)
}

function typeOf(type: string | undefined): JsonObject {
  return type !== undefined && ['string', 'number', 'boolean', 'object', 'array'].includes(type) ? { type } : {}
}

function exampleInputs(text: string | undefined): [string, Json][] {
  if (text === undefined) return []
  try {
    return Object.keys(fieldsOf(JSON.parse(text)))
      .filter(isInputName)
      .map((name) => [name, {}])
  } catch {
    // An example that is no JSON says nothing of the inputs.
    return []
  }
}
