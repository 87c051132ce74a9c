import { isJsonObject, type Json } from '@millrace/engine'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { TypeDetail } from '../api/use-type-detail.ts'
import { useEditor } from '../canvas/editor-context.ts'
import { useCanvasAct } from '../canvas/hand/use-canvas-act.ts'
import { useProblems } from '../canvas/use-problems.ts'
import type { CanvasNode } from '../model/canvas-node.ts'
import { setParam } from '../model/changes/set-param.ts'
import { formFields } from '../model/form/form-fields.ts'
import type { FormField } from '../model/form/form-shape.ts'
import { valueAt } from '../model/value-at.ts'
import { wovenOrder } from '../model/woven-order.ts'
import styles from './node-panel.module.css'
import { ParamsContext } from './params-context.ts'
import { ValueField } from './value-field.tsx'

interface ParamsFormProps {
  readonly node: CanvasNode
  readonly detail: TypeDetail
}

/** The parameters of a node, each a change of the file as it is made. */
export function ParamsForm({ node, detail }: ParamsFormProps) {
  const act = useCanvasAct()
  const problems = useProblems()
  const value = useEditor(({ text }) => valueAt(text.value, node.path))
  const params = isJsonObject(value) && isJsonObject(value.with) ? value.with : {}
  const fields = useMemo(
    () => formFields(detail.params, { type: node.type, literal: detail.literalParams, connections: detail.connections }),
    [detail, node.type],
  )
  const [openedWith] = useState(params)
  // What is emptied and written anew stands where it stood.
  const order = useRef<readonly string[]>(fields.map(({ name }) => name))
  order.current = wovenOrder(order.current, Object.keys(params))
  if (fields.length === 0) return <p className={styles.soft}>There is nothing to set.</p>

  function set(name: string, title: string, next: Json | undefined) {
    act(`set ${title}`, (draft) => setParam(draft, node.key, { name, value: next, order: order.current }))
  }

  const at = [...node.path, 'with'].join('\n')
  const mistakesOf = (name: string) =>
    problems.filter(({ path }) => `${path.join('\n')}\n`.startsWith(`${at}\n${name}\n`)).map(({ message }) => message)
  const shown = (field: FormField) => (
    <ValueField
      key={field.name}
      label={field.title}
      help={field.help}
      isRequired={field.isRequired}
      shape={field.shape}
      value={params[field.name]}
      fallback={field.fallback}
      takesExpression={field.takesExpression}
      mistakes={mistakesOf(field.name)}
      onChange={(next) => set(field.name, field.title, next)}
    />
  )
  const folded = fields.filter(({ isFolded }) => isFolded)
  const hasFindings = folded.some(({ name }) => openedWith[name] !== undefined || mistakesOf(name).length > 0)
  return (
    <ParamsContext value={params}>
      <div className={styles.form}>
        {fields.filter(({ isFolded }) => !isFolded).map(shown)}
        {folded.length > 0 && (
          <Folded count={folded.length} hasFindings={hasFindings}>
            {folded.map(shown)}
          </Folded>
        )}
      </div>
    </ParamsContext>
  )
}

interface FoldedProps {
  readonly count: number
  readonly hasFindings: boolean
  readonly children: ReactNode
}

/** Open where one of them was set before, or is wrong: nothing that counts is hidden, and nothing closes over what was mended just now. */
function Folded({ count, hasFindings, children }: FoldedProps) {
  const [isOpen, setIsOpen] = useState(hasFindings)
  useEffect(() => {
    if (hasFindings) setIsOpen(true)
  }, [hasFindings])
  return (
    <details className={styles.folded} open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>More settings ({count})</summary>
      <div className={styles.form}>{children}</div>
    </details>
  )
}
