import type { Child, FC } from 'hono/jsx'
import { t } from '../../language/language.ts'

export interface ChartCardProps {
  heading: string
  /** The chart's data as a table: columns, the first of which names the row, and rows. */
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  /** Whether it spans the full width. */
  wide?: boolean
  /** Text before the chart. */
  note?: Child
  children?: Child
}

/** A chart, and its data as a table. */
export const ChartCard: FC<ChartCardProps> = ({ heading, columns, rows, wide = false, note, children }) => (
  <figure class={wide ? 'chart-card chart-card-wide' : 'chart-card'}>
    <figcaption>
      <h3>{heading}</h3>
      {note && <span class="hint">{note}</span>}
    </figcaption>
    {children}
    <details class="chart-table">
      <summary>
        {t('As a table')}
        <span class="sr-only">{t(': {name}', { name: heading })}</span>
      </summary>
      <FigureTable caption={heading} columns={columns} rows={rows} />
    </details>
  </figure>
)

export interface FigureTableProps {
  caption: string
  columns: readonly string[]
  rows: readonly (readonly Child[])[]
}

/** A table of figures: the first column names the row. It scrolls sideways if needed. */
export const FigureTable: FC<FigureTableProps> = ({ caption, columns, rows }) => (
  <section class="table-scroll" aria-label={t('{caption}, as a table', { caption })} tabindex={0}>
    <table class="figure-table">
      <caption class="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...figures]) => (
          <tr>
            <th scope="row">{name}</th>
            {figures.map((figure) => (
              <td>{figure}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
