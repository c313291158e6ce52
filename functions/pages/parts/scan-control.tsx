import type { FC } from 'hono/jsx'
import { Icon } from '../../../src/ui/icon.tsx'
import { HistoryInput } from './upload-control.tsx'

/**
 * A file chooser that scans the chosen files in this browser, with its own progress. Hidden until a script unhides it.
 */
export const ScanControl: FC<{ id: string; label: string }> = ({ id, label }) => (
  <div class="upload scan" data-scan hidden>
    <label class="drop" for={id}>
      <Icon name="history" />
      <span>
        <strong>{label}</strong>
        <span class="hint">
          or browse: it’s in <code>~/.hermes</code>. If the agent is running, select <code>state.db-wal</code>{' '}
          or <code>state.db-journal</code> as well.
        </span>
      </span>
    </label>
    <HistoryInput id={id} />
    <div class="upload-progress">
      <progress class="bar" max={100} value={0} aria-label="Sessions read" hidden />
      <p class="upload-status" role="status" data-scan-status />
      <button class="button" type="button" data-scan-cancel hidden>
        Cancel
      </button>
    </div>
    <p class="scan-promise">
      <Icon name="private" /> Read in your browser. Nothing leaves it until you publish, and then only counts,
      unless you choose more.
    </p>
  </div>
)
