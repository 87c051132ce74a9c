import type { Json, JsonObject } from '@millrace/engine'
import { slug } from '../ids.ts'
import type { N8nNode } from '../n8n-workflow.ts'
import { at, type Fields, mapsAt, textAt } from '../read-value.ts'
import type { ConvertedTrigger, TriggerContext } from './convert-trigger.ts'

/** A field of n8n's form, and what it is called here. */
interface Named {
  readonly field: Fields
  readonly name: string
  /** Under which n8n gave out what was filled in. */
  readonly key: string
}

export function formTrigger(node: N8nNode, context: TriggerContext): ConvertedTrigger {
  const { parameters } = node
  const title = plain(textAt(parameters, 'formTitle')) || node.name
  const path = `/${slug(textAt(parameters, 'path') ?? textAt(parameters, 'options', 'path') ?? title, '-') || 'form'}`
  const isGuarded = (textAt(parameters, 'authentication') ?? 'none') !== 'none'
  if (isGuarded)
    context.note(
      'by-hand',
      `Form "${node.name}" asked for a password; here a form is open to whoever knows its address, so it is switched off.`,
      'Take "disabled" away if that is all right, or put a proxy that asks for a password in front of it.',
    )
  context.note('changed', `Form "${node.name}" has the address /form${path} here.`, 'Tell the people who fill it in.')
  const fields = namedFields(node).map((one) => fieldOf(one, context))
  return {
    type: 'form',
    with: {
      path,
      title: title.slice(0, 200),
      ...described(parameters),
      fields: fields.length > 0 ? fields : [{ name: 'note', type: 'textarea' }],
      ...submitOf(parameters),
      ...afterwards(node, context),
    },
    ...(isGuarded && { disabled: true }),
  }
}

/** What n8n gave out: what was filled in, by the labels. */
export function formShape(node: N8nNode): readonly (readonly [name: string, value: string])[] {
  return [
    ...namedFields(node).map(({ key, name }) => [key, `={{ $json.fields.${name} }}`] as const),
    ['submittedAt', '={{ $json.submittedAt }}'],
    ['formMode', 'production'],
  ]
}

/** Those that people fill in: hidden ones and pieces of HTML have no place here. */
function namedFields({ parameters }: N8nNode): readonly Named[] {
  const taken = new Set(['constructor', 'prototype'])
  return mapsAt(parameters, 'formFields', 'values')
    .filter((field) => !['html', 'hiddenField'].includes(textAt(field, 'fieldType') ?? ''))
    .slice(0, 100)
    .map((field, index) => {
      const key = textAt(field, 'fieldName') || textAt(field, 'fieldLabel') || `field ${index + 1}`
      const base = slug(key, '_') || 'field'
      let name = base
      for (let count = 2; taken.has(name); count++) name = `${base}_${count}`
      taken.add(name)
      return { field, name, key }
    })
}

const types: Readonly<Record<string, string>> = { text: 'text', password: 'text', textarea: 'textarea', email: 'email', number: 'number' }
const choices: readonly string[] = ['dropdown', 'radio', 'checkbox']

function fieldOf({ field, name, key }: Named, context: TriggerContext): Json {
  const type = textAt(field, 'fieldType') ?? 'text'
  const label = plain(textAt(field, 'fieldLabel'))
  const shared: JsonObject = {
    name,
    ...(label !== '' && label !== name && { label: label.slice(0, 200) }),
    ...(at(field, 'requiredField') === true && { required: true }),
  }
  if (type === 'date' || type === 'file') return { ...shared, type, ...acceptOf(field) }
  if (!choices.includes(type)) return { ...shared, type: types[type] ?? 'text' }
  const options = optionsOf(field)
  if (type === 'checkbox' || at(field, 'multiselect') === true)
    context.note(
      'changed',
      `The field "${key}" took several choices and gave out a list; here it takes one.`,
      'Ask with one field for each.',
    )
  if (type === 'checkbox' && options.length < 2) return { ...shared, type: 'checkbox' }
  return options.length === 0 ? { ...shared, type: 'text' } : { ...shared, type: 'select', options }
}

function acceptOf(field: Fields): JsonObject {
  const accept = textAt(field, 'acceptFileTypes')
  return accept === undefined || accept === '' ? {} : { accept: accept.slice(0, 200) }
}

function optionsOf(field: Fields): string[] {
  const texts = mapsAt(field, 'fieldOptions', 'values').flatMap((one) => plain(textAt(one, 'option')).slice(0, 200) || [])
  return [...new Set(texts)].slice(0, 200)
}

function described(parameters: Fields): JsonObject {
  const description = plain(textAt(parameters, 'formDescription'))
  return description === '' ? {} : { description: description.slice(0, 5000) }
}

function submitOf(parameters: Fields): JsonObject {
  const label = plain(textAt(parameters, 'options', 'buttonLabel'))
  return label === '' ? {} : { submit: label.slice(0, 100) }
}

function afterwards({ name, parameters }: N8nNode, context: TriggerContext): JsonObject {
  const mode = textAt(parameters, 'responseMode') ?? textAt(parameters, 'options', 'responseMode')
  if (mode === 'responseNode') return { respond: 'respond-node' }
  if (mode === 'lastNode')
    context.note(
      'changed',
      `Form "${name}" answered when all was done; here it thanks at once.`,
      'Use respond: respond-node with a respond node.',
    )
  const answer = at(parameters, 'options', 'respondWithOptions', 'values')
  const redirect = textAt(answer, 'respondWith') === 'redirect' ? textAt(answer, 'redirectUrl') : undefined
  if (redirect !== undefined && /^https?:\/\/[^\s{}]+$/.test(redirect) && URL.canParse(redirect)) return { redirect }
  const done = plain(textAt(answer, 'formSubmittedText') ?? textAt(parameters, 'options', 'formSubmittedText'))
  return done === '' ? {} : { done: done.slice(0, 5000) }
}

/** Texts of forms are fixed here: what n8n would have computed is left out, and so is HTML. */
function plain(text: string | undefined): string {
  return text === undefined || text.startsWith('=')
    ? ''
    : text
        .replace(/<[^>]*>/g, '')
        .replaceAll('{{', '{ {')
        .trim()
}
