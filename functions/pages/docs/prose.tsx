import type { FC } from 'hono/jsx'
import { CodeSpans } from '../../../src/ui/code-spans.tsx'
import { type Block, placed } from '../../api/guide/blocks.ts'
import { CodeBlock } from '../parts/code-block.tsx'

export interface ProseProps {
  /** Label of its examples for screen readers. */
  label: string
  blocks: readonly Block[]
  /** URL of the server, without a trailing slash. */
  origin: string
}

/** Prose of the API reference. */
export const Prose: FC<ProseProps> = ({ label, blocks, origin }) => (
  <>
    {blocks.map((block) => {
      if ('text' in block)
        return (
          <p>
            <CodeSpans text={placed(block.text, origin)} />
          </p>
        )
      if ('code' in block)
        return <CodeBlock label={`Examples: ${label}`} text={placed(block.code.join('\n'), origin)} />
      if ('list' in block)
        return (
          <ul>
            {block.list.map((item) => (
              <li>
                <CodeSpans text={placed(item, origin)} />
              </li>
            ))}
          </ul>
        )
      return <Table {...block} label={label} origin={origin} />
    })}
  </>
)

/** May be wider than the page: focusable, so that the keyboard can scroll it. */
const Table: FC<{
  label: string
  origin: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
}> = ({ label, origin, head, rows }) => (
  <section class="wide-table" aria-label={`${label}, by ${head[0]}`} tabindex={0}>
    <table>
      <thead>
        <tr>
          {head.map((cell) => (
            <th scope="col">{cell}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell) => (
              <td>
                <CodeSpans text={placed(cell, origin)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
