import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { Json, JsonObject } from '@millrace/engine'
import { useContext, useMemo } from 'react'
import { useTyped } from '../design/use-typed.ts'
import { completeCode } from '../model/complete-code.ts'
import type { FormShape } from '../model/form/form-shape.ts'
import { CodeEditor } from './code-editor.tsx'
import { useExample } from './example-context.ts'
import { ParamsContext } from './params-context.ts'
import { previewExpression } from './preview-expression.ts'

interface CodeInputProps {
  readonly label: string
  readonly language: Extract<FormShape, { kind: 'code' }>['language']
  readonly value: Json | undefined
  onChange(value: Json | undefined): void
}

/** Code, completed with what it was given in the last run. */
export function CodeInput({ label, language, value, onChange }: CodeInputProps) {
  const { text, type } = useTyped(typeof value === 'string' ? value : '', (typed) => onChange(typed === '' ? undefined : typed))
  const params = useContext(ParamsContext)
  const names = useGivenNames(params)
  const isScript = language === 'javascript' || language === 'typescript'

  function complete({ state, pos, explicit }: CompletionContext): CompletionResult | null {
    const found = completeCode(state.doc.toString(), pos, names)
    if (found === undefined || (found.options.length === 0 && !explicit)) return null
    return {
      from: found.from,
      options: found.options.map(({ label, insert, detail, from }) => ({
        label,
        detail,
        apply: (view, _, __, to) => view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } }),
      })),
      validFor: /^[\w$]*$/,
    }
  }
  return (
    <CodeEditor
      label={label}
      language={isScript && params.language === 'typescript' ? 'typescript' : language}
      value={text}
      onChange={type}
      {...(isScript && { complete })}
    />
  )
}

/** What code sees: its parameter `input`, or what came in, and the names that are always there. */
function useGivenNames(params: JsonObject): JsonObject {
  const example = useExample()
  return useMemo(() => {
    const preview = params.input === undefined ? undefined : previewExpression(params.input, example)
    const input = params.input === undefined ? example.names.input : preview?.status === 'value' ? preview.value : undefined
    return {
      input: input ?? {},
      execution: { id: 'of the execution', workflow: 'id of the workflow', step: 'of this node' },
      ...(Array.isArray(params.packages) && { packages: Object.fromEntries(params.packages.map((name) => [String(name), {}])) }),
    }
  }, [params, example])
}
