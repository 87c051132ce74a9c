/** An import is an execution of this workflow, so that it is durable, seen, paused, canceled and retried like any other. */
export const importWorkflowId = 'import_parse'

export const importWorkflow = `id: ${importWorkflowId}
name: Import from Parse
settings: { concurrency: { limit: 1 } } # Two at once would write the same records, each against the other.
inputs:
  connection: { type: string, required: true }
  progress: { type: string, required: true } # Under this name it is kept how far the import has come: a retry goes on there.
  classes: { type: array, required: true } # As parse.classes lists them.
nodes:
  classes:
    type: for-each
    with: { items: "{{ inputs.classes }}" }
    nodes:
      copy:
        type: parse.import
        name: "Copy class"
        with:
          connection: "{{ inputs.connection }}"
          class: "{{ item.class }}"
          table: "{{ item.table }}"
          columns: "{{ item.columns }}"
          progress: "{{ inputs.progress }}"
`
