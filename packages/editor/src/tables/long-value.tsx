import { Download } from 'lucide-react'
import { Button } from '../design/button.tsx'
import { CopyButton } from '../design/copy-button.tsx'
import { Field } from '../design/field.tsx'
import { saveFile } from '../design/save-file.ts'
import styles from './record-panel.module.css'

/** A browser takes seconds to lay out more in a field. */
export const longestTyped = 100_000
const begin = 400

interface LongValueProps {
  readonly name: string
  readonly text: string
}

/** A value that is too long to be written in a field: its beginning, and all of it as a file. */
export function LongValue({ name, text }: LongValueProps) {
  return (
    <Field label={name} help={`${text.length.toLocaleString()} characters are too long to be written here: change it over the API.`}>
      <pre className={styles.long}>{text.slice(0, begin)} …</pre>
      <div className={styles.line}>
        <Button look="quiet" icon={Download} onClick={() => saveFile(text, `${name}.txt`)}>
          Save as a file
        </Button>
        <CopyButton text={text} what={name} isSmall={false} />
      </div>
    </Field>
  )
}
