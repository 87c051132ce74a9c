import type { UseQueryResult } from '@tanstack/react-query'
import { CircleCheck, FileUp, TriangleAlert, Wrench } from 'lucide-react'
import { type DragEvent, type ReactNode, useRef } from 'react'
import { Button } from '../design/button.tsx'
import { Failure } from '../design/failure.tsx'
import { TextArea } from '../design/text-area.tsx'
import styles from './paste-text.module.css'
import { readFile } from './read-file.ts'
import type { ReadText } from './use-read-text.ts'

interface PasteTextProps {
  readonly text: string
  readonly read: UseQueryResult<ReadText>
  onText(text: string): void
}

/** A workflow file, or an export of n8n: pasted, chosen, or dropped here. */
export function PasteText({ text, read, onText }: PasteTextProps) {
  const input = useRef<HTMLInputElement>(null)
  async function take(file: File | undefined) {
    const text = file && (await readFile(file))
    if (text !== undefined) onText(text)
  }
  function drop(event: DragEvent) {
    event.preventDefault()
    void take(event.dataTransfer.files[0])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button does the same.
    <div className={styles.paste} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <TextArea
        label="Workflow file (YAML), or an export of n8n (JSON)"
        isCode
        lines={9}
        value={text}
        onChange={onText}
        placeholder={'id: greet\nname: Greet\ntriggers:\n  web: { type: webhook, with: { path: /greet, auth: none } }\nnodes:\n  …'}
        aside={
          <Button look="quiet" icon={FileUp} onClick={() => input.current?.click()}>
            Choose a file
          </Button>
        }
      />
      <input
        ref={input}
        className={styles.file}
        type="file"
        accept=".yaml,.yml,.json"
        aria-label="Workflow file"
        tabIndex={-1}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <div className={styles.said} role="status">
        {text.trim() !== '' && read.error !== null && <Failure error={read.error} />}
        {text.trim() !== '' && read.data !== undefined && <Said read={read.data} />}
      </div>
    </div>
  )
}

function Said({ read: { kind, problems, notes } }: { readonly read: ReadText }) {
  const mistakes = problems.filter(({ severity }) => severity === 'error')
  return (
    <>
      {kind === 'n8n' && <Line look="good">An export of n8n, converted. {notes.length === 0 && 'Nothing is left to do.'}</Line>}
      {kind === 'yaml' && mistakes.length === 0 && <Line look="good">A workflow file without mistakes.</Line>}
      {mistakes.length > 0 && (
        <Line look="bad">
          {mistakes.length === 1 ? 'One mistake' : `${mistakes.length} mistakes`}, which the canvas will show and keep until they are
          mended:
        </Line>
      )}
      <ul className={styles.list}>
        {mistakes.slice(0, 20).map(({ code, message, position }) => (
          <li key={`${code} ${position.offset}`}>
            Line {position.line}: {message}
          </li>
        ))}
        {notes.map(({ severity, message, next, node }) => (
          <li key={`${node} ${message}`}>
            {severity === 'by-hand' && <Wrench size={14} aria-hidden />} <strong>{words[severity]}:</strong> {message} {next}
          </li>
        ))}
      </ul>
    </>
  )
}

const words = { 'by-hand': 'To do', changed: 'Changed', lost: 'Left out' } as const

function Line({ look, children }: { readonly look: 'good' | 'bad'; readonly children: ReactNode }) {
  const Icon = look === 'good' ? CircleCheck : TriangleAlert
  return (
    <p className={styles.line} data-look={look}>
      <Icon size={16} aria-hidden />
      {children}
    </p>
  )
}
