import { writeFileSync } from 'node:fs'
import type { AchievementsPayload } from '../contract/achievements.ts'
import { markdownSheet } from '../render/markdown-export.ts'
import { svgSheet } from '../render/svg-export.ts'
import { earnedView } from '../view/local-view.ts'
import { countingZone } from './counting-zone.ts'
import type { ExportOptions } from './export-options.ts'
import { showCounted } from './kept-scan.ts'
import type { Terminal } from './terminal.ts'

/**
 * `laurel export`: writes the view that a page of this history would show to visitors.
 * @throws UsageError; LaurelError as `showCounted`; an error of the system if the file cannot be written
 */
export async function runExport(options: ExportOptions, terminal: Terminal): Promise<void> {
  const { output } = options
  const timeZone = countingZone(options.timeZone, terminal.complain)
  await showCounted({ ...options, timeZone }, 'export', terminal, ({ result }) => {
    const { aggregate, achievements: items, scan_meta: meta } = result
    const view = earnedView({ aggregate, items }, { meta, timeZone, now: Date.now() / 1000 })
    const text = written(view, options)
    if (output === null) terminal.stdout.write(text)
    else writeFileSync(output, text)
  })
}

function written(view: AchievementsPayload, { format, handle }: ExportOptions): string {
  if (format === 'json' || handle === null) return `${JSON.stringify(view, null, 2)}\n`
  return format === 'markdown' ? markdownSheet(handle, view) : svgSheet(handle, view)
}
