import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const directory = join(import.meta.dirname, '../looks')
/** Of a page of 1280×800: fields of 16×16, in which letters are grey, but columns, cards, buttons and colours are seen. */
const columns = 80
const rows = 50
/** Of 255, in one of the three colours: what a line of text in another font makes of most fields stays below. */
const mostOfField = 16
/**
 * Of all fields. The same machine draws the same, to the last one, however busy it is; a narrower font makes 0.2 %, a button that is
 * missing 0.7 %, a layout that is broken 9 %.
 */
const mostFields = 0.02
/** Times are never the same. */
const changing = 'time'

/** Says how a page looks otherwise than the picture that is kept under a name; undefined where it is the same but for letters. */
export type Compare = (name: string) => Promise<string | undefined>

/**
 * Compares the looks of a page with those in `looks/`. One that is not there yet is kept: delete the pictures of what shall look otherwise,
 * and run the test.
 */
export async function compareLooks(page: Page): Promise<Compare> {
  const read = await openReader(page)
  return async (name) => {
    const shot = await page.screenshot({ animations: 'disabled', mask: [page.locator(changing)], maskColor: '#888888' })
    const fields = await read(shot)
    const file = join(directory, `${name}.png`)
    if (!existsSync(file)) {
      mkdirSync(directory, { recursive: true })
      writeFileSync(file, Buffer.from(fields.png, 'base64'))
      return undefined
    }
    const kept = await read(readFileSync(file))
    const strays = fields.values.filter((value, place) => Math.abs(value - (kept.values[place] ?? 0)) > mostOfField)
    const share = strays.length / fields.values.length
    if (share <= mostFields) return undefined
    writeFileSync(join(directory, `${name}.now.png`), shot)
    return `${name}: ${(100 * share).toFixed(1)} % of the page looks otherwise: compare ${file} with the .now.png beside it.`
  }
}

interface Fields {
  /** Red, green and blue of each. */
  readonly values: readonly number[]
  readonly png: string
}

/** The browser itself reads and scales pictures, on a page of its own: no other program is needed. */
async function openReader(page: Page): Promise<(png: Uint8Array) => Promise<Fields>> {
  const reader = await page.context().newPage()
  await page.bringToFront()
  return (png) =>
    reader.evaluate(
      async ({ base64, columns, rows }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        const canvas = new OffscreenCanvas(columns, rows)
        const drawing = canvas.getContext('2d')
        if (drawing === null) throw new Error('This browser draws nothing.')
        drawing.imageSmoothingQuality = 'high'
        drawing.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0, columns, rows)
        const { data } = drawing.getImageData(0, 0, columns, rows)
        const small = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
        return { values: [...data.filter((_, place) => place % 4 !== 3)], png: btoa(String.fromCharCode(...small)) }
      },
      { base64: Buffer.from(png).toString('base64'), columns, rows },
    )
}
