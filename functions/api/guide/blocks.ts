import { urls } from '../../../src/urls.ts'

/** What stands in prose for the URL of the server, and for the path below which it lies. */
const [ROOT, BASE] = ['ORIGIN', 'BASE_PATH']
/** URLs in prose: absolute, and as paths. */
export const SITE = urls({ origin: ROOT })
export const PATHS = urls({ base: BASE })

/** Returns prose with the URLs of a server. @param root its own, without a slash at the end */
export function placed(prose: string, root: string): string {
  const base = new URL(root).pathname.replace(/\/$/, '')
  return prose.replaceAll(ROOT, root).replaceAll(BASE, base)
}

/** Prose of the API reference, for people (as HTML) and for machines (as CommonMark in the OpenAPI document). */
export type Block =
  | { text: string }
  /** A shell example, line by line. */
  | { code: readonly string[] }
  | { list: readonly string[] }
  | { head: readonly string[]; rows: readonly (readonly string[])[] }

/** A section of the reference: its subject, and the paths that belong to it. */
export interface Section {
  name: string
  blocks: readonly Block[]
  /** Matches the paths of its endpoints, below the base of the API. */
  paths?: RegExp
}

/** Returns blocks as CommonMark, with tables of GitHub's dialect. */
export function markdown(blocks: readonly Block[]): string {
  return blocks.map(markdownOf).join('\n\n')
}

function markdownOf(block: Block): string {
  if ('text' in block) return block.text
  if ('code' in block) return ['```sh', ...block.code, '```'].join('\n')
  if ('list' in block) return block.list.map((item) => `- ${item}`).join('\n')
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(block.head), line(block.head.map(() => '---')), ...block.rows.map(line)].join('\n')
}
