import { randomBytes } from 'node:crypto'
import type { JsonObject } from '@millrace/engine'
import type { FormField, FormPageParams, FormParams } from '@millrace/kit'
import type { Answer } from '../answer.ts'
import { escaped, htmlPage, type Page } from '../page/html-page.ts'

/** A field that people do not see: whoever fills it in is a program. */
export const trapName = 'millrace_website'

/** Marks a page, so that what it sends twice is told from what two people send. */
export const markName = 'millrace_page'

interface Filled {
  /** As they were sent. */
  readonly sent: JsonObject
  readonly mistakes: ReadonlyMap<string, string>
}

/** A form as its page shows it; one that only waits to be filled in leads nowhere afterwards. */
export type ShownForm = FormPageParams & Partial<Pick<FormParams, 'respond' | 'redirect'>>

/** The empty form; or, with mistakes, the one that was sent, each mistake told beside its field and all of them on top. */
export function formPage(form: ShownForm, filled?: Filled, address?: Page['address']): Answer {
  const { title, description, fields, submit, respond, redirect } = form
  const hasFile = fields.some(({ type }) => type === 'file')
  const parts = [
    `<h1>${escaped(title)}</h1>`,
    ...(description === undefined ? [] : [`<p class="text">${escaped(description)}</p>`]),
    ...(filled === undefined ? [] : [mistakesList(fields, filled.mistakes)]),
    `<form method="post" accept-charset="utf-8" novalidate${hasFile ? ' enctype="multipart/form-data"' : ''}>`,
    ...(address === 'public' ? [`<input type="hidden" name="${markName}" value="${randomBytes(16).toString('base64url')}">`] : []),
    ...fields.map((field) => fieldHtml(field, filled)),
    `<div class="unseen" aria-hidden="true"><label for="${trapName}">Leave this empty</label><input id="${trapName}" name="${trapName}" tabindex="-1" autocomplete="off"></div>`,
    `<button type="submit">${escaped(submit)}</button>`,
    '</form>',
  ]
  // Where a form leads on by a redirect, browsers ask the policy of its page.
  const formTargets = respond === 'respond-node' ? ['https:', 'http:'] : redirect?.startsWith('http') ? [new URL(redirect).origin] : []
  const isRefused = filled !== undefined
  return htmlPage({
    status: isRefused ? 422 : 200,
    title: isRefused ? `Please look again: ${title}` : title,
    body: parts.join('\n'),
    formTargets,
    ...(address && { address }),
  })
}

export function donePage({ title, done }: Pick<FormPageParams, 'title' | 'done'>): Answer {
  return htmlPage({ status: 200, title, body: `<h1>${escaped(title)}</h1>\n<p class="text" role="status">${escaped(done)}</p>` })
}

/** A page that says what did not work, in words for people. */
export function troublePage(status: number, title: string, text: string): Answer {
  return htmlPage({ status, title, body: `<h1>${escaped(title)}</h1>\n<p class="text" role="alert">${escaped(text)}</p>` })
}

function mistakesList(fields: readonly FormField[], mistakes: ReadonlyMap<string, string>): string {
  const wrong = fields.filter(({ name }) => mistakes.has(name))
  const items = wrong.map(
    (field) => `<li><a href="#f-${field.name}">${labelOf(field)}</a>: ${escaped(mistakes.get(field.name) ?? '')}</li>`,
  )
  return `<div class="mistakes" role="alert" tabindex="-1" autofocus><p>Please look at ${wrong.length === 1 ? 'one field' : `${wrong.length} fields`} again:</p><ul>${items.join('')}</ul></div>`
}

function labelOf({ label, name }: FormField): string {
  return escaped(label ?? name)
}

function fieldHtml(field: FormField, filled: Filled | undefined): string {
  const { name, help, required } = field
  const id = `f-${name}`
  const mistake = filled?.mistakes.get(name)
  const described = [...(help === undefined ? [] : [`${id}-help`]), ...(mistake === undefined ? [] : [`${id}-mistake`])]
  const attributes = [
    `id="${id}" name="${name}"`,
    ...(required ? ['required'] : []),
    ...(described.length === 0 ? [] : [`aria-describedby="${described.join(' ')}"`]),
    ...(mistake === undefined ? [] : ['aria-invalid="true"']),
  ].join(' ')
  const sent = filled !== undefined && Object.hasOwn(filled.sent, name) ? filled.sent[name] : undefined
  const input = inputHtml(field, attributes, typeof sent === 'string' ? sent : '')
  const mark = required ? '' : ' <span class="hint">optional</span>'
  const label =
    field.type === 'checkbox'
      ? `<label class="tick" for="${id}">${input} ${labelOf(field)}</label>`
      : `<label for="${id}">${labelOf(field)}${mark}</label>`
  const notes = [
    ...(help === undefined ? [] : [`<span class="help" id="${id}-help">${escaped(help)}</span>`]),
    ...(mistake === undefined ? [] : [`<span class="mistake" id="${id}-mistake">${escaped(mistake)}</span>`]),
  ]
  return [label, ...notes, ...(field.type === 'checkbox' ? [] : [input])].join('\n')
}

function inputHtml(field: FormField, attributes: string, value: string): string {
  switch (field.type) {
    case 'textarea':
      return `<textarea ${attributes} maxlength="${field.maxLength}">${escaped(value)}</textarea>`
    case 'select': {
      const options = ['', ...field.options].map((one) => {
        const selected = one === value ? ' selected' : ''
        return `<option value="${escaped(one)}"${selected}>${one === '' ? 'Choose …' : escaped(one)}</option>`
      })
      return `<select ${attributes}>${options.join('')}</select>`
    }
    case 'checkbox':
      return `<input type="checkbox" ${attributes} value="yes"${value === '' ? '' : ' checked'}>`
    case 'file':
      return `<input type="file" ${attributes}${field.accept === undefined ? '' : ` accept="${escaped(field.accept)}"`}>`
    case 'number': {
      const limits = [
        ...(field.min === undefined ? [] : [`min="${field.min}"`]),
        ...(field.max === undefined ? [] : [`max="${field.max}"`]),
      ]
      return `<input type="number" step="any" ${[attributes, ...limits].join(' ')} value="${escaped(value)}">`
    }
    case 'text':
      return `<input type="text" ${attributes} maxlength="${field.maxLength}" value="${escaped(value)}">`
    default:
      return `<input type="${field.type}" ${attributes}${field.type === 'email' ? ' autocomplete="email"' : ''} value="${escaped(value)}">`
  }
}
