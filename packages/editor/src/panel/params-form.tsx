import { isJsonObject, type Json } from '@millrace/engine'
import { useMemo, useRef } from 'react'
import type { TypeDetail } from '../api/use-type-detail.ts'
import { useEditor } from '../canvas/editor-context.ts'
import { useCanvasAct } from '../canvas/use-canvas-act.ts'
import { useProblems } from '../canvas/use-problems.ts'
import type { CanvasNode } from '../model/canvas-node.ts'
import { setParam } from '../model/changes/set-param.ts'
import { formFields } from '../model/form/form-shape.ts'
import { valueAt } from '../model/value-at.ts'
import { wovenOrder } from '../model/woven-order.ts'
import styles from './node-panel.module.css'
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
  const fields = useMemo(() => formFields(detail.params, { type: node.type, literal: detail.literalParams }), [detail, node.type])
  // What is emptied and written anew stands where it stood.
  const order = useRef<readonly string[]>(fields.map(({ name }) => name))
  order.current = wovenOrder(order.current, Object.keys(params))
  if (fields.length === 0) return <p className={styles.soft}>There is nothing to set.</p>

  function set(name: string, title: string, next: Json | undefined) {
    act(`set ${title}`, (draft) => setParam(draft, node.key, { name, value: next, order: order.current }))
  }

  const at = [...node.path, 'with'].join('\n')
  return (
    <div className={styles.form}>
      {fields.map(({ name, title, help, isRequired, shape, fallback, takesExpression }) => (
        <ValueField
          key={name}
          label={title}
          help={help}
          isRequired={isRequired}
          shape={shape}
          value={params[name]}
          fallback={fallback}
          takesExpression={takesExpression}
          mistakes={problems.filter(({ path }) => `${path.join('\n')}\n`.startsWith(`${at}\n${name}\n`)).map(({ message }) => message)}
          onChange={(next) => set(name, title, next)}
        />
      ))}
    </div>
  )
}
