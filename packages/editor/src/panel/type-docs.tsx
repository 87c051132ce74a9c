import type { JsonObject } from '@millrace/engine'
import type { TypeDetail } from '../api/use-type-detail.ts'
import { useCanvasAct } from '../canvas/use-canvas-act.ts'
import { Button } from '../design/button.tsx'
import { CodeBlock } from '../design/code-block.tsx'
import { Markdown } from '../design/markdown.tsx'
import type { CanvasNode } from '../model/canvas-node.ts'
import { setField } from '../model/changes/set-field.ts'
import styles from './node-panel.module.css'

interface TypeDocsProps {
  readonly node: CanvasNode
  readonly detail: TypeDetail
}

/** What the type does, with examples that can be taken over. */
export function TypeDocs({ node, detail: { summary, docs, examples } }: TypeDocsProps) {
  const act = useCanvasAct()
  const take = (params: JsonObject) => act('take over an example', (draft) => setField(draft, node.key, ['with'], params))
  return (
    <div className={styles.form}>
      <p>{summary}</p>
      <Markdown text={docs} />
      {examples.map(({ name, with: params }) => (
        <section key={name} className={styles.example}>
          <header>
            <h3>{name}</h3>
            <Button look="quiet" onClick={() => take(params)}>
              Take over
            </Button>
          </header>
          <CodeBlock code={JSON.stringify(params, undefined, 2)} what={`the example ${name}`} />
        </section>
      ))}
    </div>
  )
}
