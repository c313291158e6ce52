import type { FC } from 'hono/jsx'
import { snapshotPath } from '../../../src/browser/addresses.ts'
import { Icon } from './icon.tsx'

export interface UploadControlProps {
  /** Distinct within the page. */
  id: string
  /** Whose history it is; absent where a script learns it later. */
  handle?: string
  label: string
}

/**
 * A file chooser that uploads what is chosen at once, with its own progress. It needs a script, which
 * unhides it; without one the page says nothing of it.
 */
export const UploadControl: FC<UploadControlProps> = ({ id, handle, label }) => (
  <div class="upload" data-upload={handle ? snapshotPath(handle) : ''} hidden>
    <label class="drop" for={id}>
      <Icon name="upload" />
      <span>
        <strong>{label}</strong>
        <span class="hint">
          Choose <code>state.db</code>, or drop it here. It lies in <code>~/.hermes</code>.
        </span>
      </span>
    </label>
    <input id={id} class="sr-only" type="file" accept=".db,.sqlite,.sqlite3,.gz" />
    <UploadProgress />
  </div>
)

export const UploadProgress: FC = () => (
  <div class="upload-progress">
    <progress class="bar" max={100} value={0} aria-label="Upload" hidden />
    <p class="upload-status" role="status" data-upload-status />
  </div>
)
