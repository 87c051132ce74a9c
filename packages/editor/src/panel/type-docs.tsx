import type { Json, JsonObject } from '@millrace/engine'
import { Play } from 'lucide-react'
import type { TypeDetail, TypeExample } from '../api/use-type-detail.ts'
import { useCanvasAct } from '../canvas/hand/use-canvas-act.ts'
import { Button } from '../design/button.tsx'
import { CodeBlock } from '../design/code-block.tsx'
import { Markdown } from '../design/markdown.tsx'
import type { CanvasNode } from '../model/canvas-node.ts'
import { setField } from '../model/changes/set-field.ts'
import styles from './node-panel.module.css'

interface TypeDocsProps {
  readonly node: CanvasNode
  readonly detail: TypeDetail
  /** Runs the node alone, with this as its input. */
  onTry(input: Json | undefined): void
}

/** What the type does, with examples that can be taken over and tried. */
export function TypeDocs({ node, detail: { summary, docs, examples }, onTry }: TypeDocsProps) {
  const act = useCanvasAct()
  const take = (params: JsonObject) => act('take over an example', (draft) => setField(draft, node.key, ['with'], params))
  // A trigger waits for the world, and a scope for its nodes: neither runs alone.
  const isTried = node.kind === 'node'
  return (
    <div className={styles.form}>
      <p>{summary}</p>
      <Markdown text={docs} />
      {examples.map((example) => (
        <section key={example.name} className={styles.example} aria-label={example.name}>
          <header>
            <h3>{example.name}</h3>
            <span className={styles.gap} />
            <Button look="quiet" onClick={() => take(example.with)}>
              Take over
            </Button>
            {isTried && (
              <Button
                look="quiet"
                icon={Play}
                onClick={() => {
                  take(example.with)
                  onTry(example.input)
                }}
              >
                Try it
              </Button>
            )}
          </header>
          <CodeBlock code={textOf(example.with)} what={`the example ${example.name}`} />
          <Values example={example} />
        </section>
      ))}
    </div>
  )
}

function Values({ example: { name, input, output, port } }: { readonly example: TypeExample }) {
  return (
    <>
      {input !== undefined && (
        <>
          <p className={styles.soft}>comes in</p>
          <CodeBlock code={textOf(input)} what={`what comes in, in ${name}`} />
        </>
      )}
      {output !== undefined && (
        <>
          <p className={styles.soft}>{port === undefined ? 'goes out' : `goes out by ${port}`}</p>
          <CodeBlock code={textOf(output)} what={`what goes out, in ${name}`} />
        </>
      )}
    </>
  )
}

function textOf(value: Json): string {
  return JSON.stringify(value, undefined, 2)
}
