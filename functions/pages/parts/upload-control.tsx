import type { FC } from 'hono/jsx'
import { Icon } from '../../../src/ui/icon.tsx'

export interface UploadControlProps {
  /** Distinct within the page. */
  id: string
  /** Whose history it is; absent where a script learns it later. */
  handle?: string
  label: string
  /** The names of the profile's histories. With several, the one to replace is chosen. */
  sources?: readonly string[]
}

/**
 * A file chooser that uploads what is chosen at once, with its own progress. It needs a script, which
 * unhides it; without one the page says nothing of it.
 */
export const UploadControl: FC<UploadControlProps> = ({ id, handle, label, sources = [] }) => (
  <div class="upload" data-upload={handle ?? ''} hidden>
    <label class="drop" for={id}>
      <Icon name="upload" />
      <span>
        <strong>{label}</strong>
        <span class="hint">
          Choose <code>state.db</code>, or drop it here. It lies in <code>~/.hermes</code>. While the agent
          runs, bring the <code>state.db-wal</code> or <code>state.db-journal</code> beside it too.
        </span>
      </span>
    </label>
    <HistoryInput id={id} />
    {sources.length > 1 && (
      <p class="upload-source">
        <label for={`${id}-source`}>It takes the place of</label>{' '}
        <select id={`${id}-source`} data-upload-source>
          {sources.map((name) => (
            <option value={name}>{name}</option>
          ))}
        </select>
      </p>
    )}
    {sources.length === 1 && <input type="hidden" data-upload-source value={sources[0]} />}
    <UploadProgress />
  </div>
)

/** Takes a database, and the -wal and -journal beside it together with it, whatever their names are. */
export const HistoryInput: FC<{ id: string }> = ({ id }) => (
  <input id={id} class="sr-only" type="file" multiple />
)

/** How far an upload is. A script unhides what there is to see. */
export const UploadProgress: FC = () => (
  <div class="upload-progress">
    <progress class="bar" max={100} value={0} aria-label="Upload" hidden />
    <p class="upload-status" role="status" data-upload-status />
    <div class="upload-buttons" data-upload-buttons hidden>
      <button class="button" type="button" data-upload-pause>
        Pause
      </button>
      <button class="button" type="button" data-upload-cancel>
        Cancel the upload
      </button>
    </div>
  </div>
)
