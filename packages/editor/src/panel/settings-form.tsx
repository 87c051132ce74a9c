import { isJsonObject, type Json, type JsonObject, type Path } from '@millrace/engine'
import { useEditor } from '../canvas/editor-context.ts'
import { useCanvasAct } from '../canvas/hand/use-canvas-act.ts'
import type { CanvasNode } from '../model/canvas-node.ts'
import { setField } from '../model/changes/set-field.ts'
import { formFields } from '../model/form/form-fields.ts'
import type { FormField } from '../model/form/form-shape.ts'
import { valueAt } from '../model/value-at.ts'
import styles from './node-panel.module.css'
import { ValueField } from './value-field.tsx'

/** What every node takes beside its parameters, as the file format has it; docs/workflow-file.md says more. */
const envelope: JsonObject = {
  type: 'object',
  properties: {
    name: { type: 'string', title: 'Name', description: 'What people see; the id stays.' },
    notes: { type: 'string', maxLength: 4000, title: 'Notes', description: 'Markdown, for whoever reads the workflow.' },
    disabled: { type: 'boolean', title: 'Disabled', description: 'It is skipped, and what came in goes on.', default: false },
    timeout: { type: 'string', title: 'Time limit', description: 'Of each attempt, e.g. `30s`.' },
    retry: {
      title: 'Retry',
      description: 'What to do when it fails.',
      type: 'object',
      properties: {
        attempts: { type: 'integer', minimum: 1, title: 'Attempts', description: 'With the first one.' },
        delay: { type: 'string', title: 'Delay', description: 'Before the second attempt, e.g. `1s`.' },
        backoff: { enum: ['fixed', 'linear', 'exponential'], title: 'Delays', description: 'How they grow.' },
        maxDelay: { type: 'string', title: 'Longest delay', description: 'E.g. `1m`.' },
      },
    },
    onError: {
      enum: ['fail', 'skip'],
      title: 'When it fails for good',
      description: 'Without an error edge: the execution fails, or goes on as if it were skipped.',
      default: 'fail',
    },
    join: {
      enum: ['all', 'any'],
      title: 'Several edges lead here',
      description: 'It waits for all of them, or begins with the first.',
      default: 'all',
    },
  },
}

/** A trigger has less of it. */
const ofTriggers = new Set(['name', 'disabled'])

export function SettingsForm({ node }: { readonly node: CanvasNode }) {
  const act = useCanvasAct()
  const value = useEditor(({ text }) => valueAt(text.value, node.path))
  const definition = isJsonObject(value) ? value : {}
  const fields = formFields(envelope, { type: '' }).filter(({ name }) => isFor(node, name))

  function set({ name, title }: FormField, next: Json | undefined) {
    const path: Path = [name]
    act(`set ${title}`, (draft) => setField(draft, node.key, path, next))
  }

  return (
    <div className={styles.form}>
      {fields.map((field) => (
        <ValueField
          key={field.name}
          label={field.title}
          help={field.help}
          shape={field.shape}
          value={definition[field.name]}
          fallback={field.fallback}
          takesExpression={false}
          onChange={(next) => set(field, next)}
        />
      ))}
    </div>
  )
}

function isFor({ kind }: CanvasNode, name: string): boolean {
  if (kind === 'trigger') return ofTriggers.has(name)
  return kind !== 'scope' || name !== 'retry'
}
