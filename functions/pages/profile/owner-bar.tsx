import type { FC } from 'hono/jsx'
import type { Sources } from '../../../src/contract/sources.ts'
import { Icon } from '../../../src/page/icon.tsx'
import { TextField, TimeZoneField, VisibilityField } from '../parts/field.tsx'
import { UploadControl } from '../parts/upload-control.tsx'
import { ownerActionPath, SIGN_OUT_PATH } from '../paths.ts'
import { Histories } from './histories.tsx'

export interface OwnerBarProps {
  profile: { handle: string; time_zone: string; visibility: string }
  hasSnapshot: boolean
  sources: Sources
  /** Unix seconds. */
  now: number
}

/** What only the owner sees: a new history, a rescan, settings, the way out. All but the upload are plain forms. */
export const OwnerBar: FC<OwnerBarProps> = ({ profile, hasSnapshot, sources, now }) => {
  const { handle } = profile
  return (
    <section class="owner" aria-label="Owner tools">
      <UploadControl
        id="history"
        handle={handle}
        label={hasSnapshot ? 'Bring the page up to date' : 'Upload your history'}
        sources={sources.sources.map(({ name }) => name)}
      />
      <div class="owner-actions">
        {hasSnapshot && (
          <form method="post" action={ownerActionPath(handle, 'rescan')}>
            <button class="button" type="submit">
              <Icon name="refresh" /> Rescan
            </button>
          </form>
        )}
        <Histories handle={handle} sources={sources} now={now} />
        <details class="panel">
          <summary class="button">
            <Icon name="settings" /> Settings
          </summary>
          <form class="panel-body" method="post" action={ownerActionPath(handle, 'settings')}>
            <VisibilityField id="settings-visibility" value={profile.visibility} />
            <TimeZoneField
              id="settings-time-zone"
              value={profile.time_zone}
              hint="Decides what counts as night and weekend."
            />
            <button class="button button-primary" type="submit">
              Save
            </button>
          </form>
        </details>
        <details class="panel">
          <summary class="button">
            <Icon name="trash" /> Delete
          </summary>
          <form class="panel-body" method="post" action={ownerActionPath(handle, 'delete')}>
            <p>The page, its histories and every unlock are removed for good.</p>
            <TextField
              id="delete-confirm"
              name="confirm"
              label={`Type ${handle} to confirm`}
              pattern={handle}
            />
            <button class="button button-danger" type="submit">
              Delete @{handle}
            </button>
          </form>
        </details>
        <form method="post" action={SIGN_OUT_PATH}>
          <button class="button" type="submit">
            <Icon name="sign_out" /> Sign out
          </button>
        </form>
      </div>
    </section>
  )
}
