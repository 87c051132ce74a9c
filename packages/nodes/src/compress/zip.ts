import { defineNode, done, FatalError, type FileHandle, type Files, fileHandle } from '@millrace/kit'
import { z } from 'zod'

export const compressZip = defineNode({
  type: 'compress.zip',
  title: 'Zip',
  icon: 'archive',
  group: 'data',
  summary: 'Packs files into one zip archive.',
  docs: `The files are streamed, one after the other. In the archive each has the \`path\` of its handle, as \`compress.unzip\` gives it, or else its name; a second file of the same name is called \`name (2)\`.`,
  params: z.strictObject({
    files: z.array(fileHandle()).min(1).max(1000).meta({ title: 'Files', description: 'The handles, 1,000 at most' }),
    name: z.string().min(1).max(255).default('archive.zip').meta({ title: 'Name', description: 'Of the archive' }),
  }),
  effects: 'idempotent',
  output: fileHandle(),
  errors: [{ code: 'BAD_ARCHIVE', when: 'the files cannot be packed' }],
  examples: [{ name: 'all reports', with: { files: ['{{ input }}'], name: 'reports.zip' }, file: 'aGVsbG8K' }],
  async run({ params, files }) {
    return done(await files.write(await packed(params.files, files), { name: params.name, mediaType: 'application/zip' }))
  },
})

async function packed(handles: readonly FileHandle[], files: Files): Promise<AsyncIterable<Uint8Array>> {
  const { Zip, ZipDeflate } = await import('fflate')
  let ready: Uint8Array[] = []
  const archive = new Zip((error, chunk) => {
    if (error) throw new FatalError(`The files cannot be packed: ${error.message}`, { code: 'BAD_ARCHIVE', cause: error })
    ready.push(chunk)
  })
  function takeReady(): readonly Uint8Array[] {
    const taken = ready
    ready = []
    return taken
  }
  return (async function* () {
    for (const { name, file } of withUniqueNames(handles)) {
      const entry = new ZipDeflate(name)
      archive.add(entry)
      for await (const chunk of await files.read(file)) {
        entry.push(chunk)
        yield* takeReady()
      }
      entry.push(new Uint8Array(), true)
    }
    archive.end()
    yield* takeReady()
  })()
}

function withUniqueNames(handles: readonly FileHandle[]): readonly { readonly name: string; readonly file: FileHandle }[] {
  const seen = new Map<string, number>()
  return handles.map((file) => {
    const name = nameInArchive(file)
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return { name: count === 1 ? name : `${name} (${count})`, file }
  })
}

/** Relative, without steps upwards: whoever unpacks it with another tool must be safe too. */
function nameInArchive(file: FileHandle & { readonly path?: unknown }): string {
  const parts = (typeof file.path === 'string' ? file.path : file.name).split(/[/\\]/)
  return parts.filter((part) => part !== '' && part !== '.' && part !== '..').join('/') || 'file'
}
