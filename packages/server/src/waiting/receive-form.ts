import { type FormPageParams, formPageParams } from '@millrace/kit'
import type { OpenWait } from '@millrace/runtime'
import { z } from 'zod'
import { type Answer, jsonAnswer } from '../answer.ts'
import type { BodySource } from '../body-source.ts'
import { donePage, formPage } from '../form/form-page.ts'
import { type FormValues, readFormValues } from '../form/form-values.ts'
import { readSentForm } from '../form/read-sent-form.ts'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../server-ports.ts'
import { openUploads } from '../webhook/uploads.ts'

const about = formPageParams.extend({ type: z.literal('form') })

/** What a step asks for that waits for a form; undefined for a step that waits for something else. */
export function askedFormOf(wait: Pick<OpenWait, 'about'>): FormPageParams | undefined {
  return about.safeParse(wait.about).data
}

interface SentForm {
  readonly token: string
  readonly wait: OpenWait
  readonly form: FormPageParams
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: BodySource
  readonly wantsHtml: boolean
}

/** Undefined when somebody else was first. What was uploaded is kept only by the execution that has taken the form. */
export async function receiveForm(
  settings: Settings,
  { token, wait, form, headers, body, wantsHtml }: SentForm,
): Promise<Answer | undefined> {
  const { driver, files, clock, bodyLimitBytes } = settings
  const uploads = openUploads(files, wait.account, wait.executionId)
  let isTaken = false
  try {
    const limits = { valueBytes: bodyLimitBytes, uploadBytes: bodyLimitBytes }
    const sent = await readSentForm({ source: body, headers, limits, uploads: () => uploads })
    const { values, mistakes } = readFormValues(form.fields, sent)
    if (mistakes.size > 0) {
      if (!wantsHtml) throw unfit(mistakes)
      return formPage(form, { sent, mistakes })
    }
    const data = { fields: values, submittedAt: new Date(clock.now()).toISOString() }
    isTaken = (await driver.signal({ to: { token }, data })) === 'received'
    if (!isTaken) return undefined
    return wantsHtml ? donePage(form) : jsonAnswer(200, { status: 'received' })
  } finally {
    if (!isTaken) await uploads.discard()
  }
}

function unfit(mistakes: FormValues['mistakes']): ProblemError {
  const told = [...mistakes].map(([name, mistake]) => `${name}: ${mistake}`)
  return new ProblemError('REQUEST_INVALID', `The form is not filled in right. ${told.join(' ')}`.slice(0, 2000))
}
