import type { FC } from 'hono/jsx'
import type { AchievementsPayload } from '../../../src/contract/achievements.ts'
import { t } from '../../../src/language/language.ts'
import { Icon } from '../../../src/ui/icon.tsx'
import { percentOf, scanLine } from '../../../src/ui/wording.ts'
import { told } from '../parts/told.tsx'

/** The first scan is running: the view is partial or still empty. */
export function isScanning(view: AchievementsPayload, hasSnapshot: boolean): boolean {
  const { mode, status } = view.scan_meta
  if (mode === 'in_progress') return true
  return mode === 'pending' && hasSnapshot && view.error === null && status?.state !== 'failed'
}

/** The running scan: count and bar. A script updates both, and shows them if a scan starts later. */
export const ScanBanner: FC<{ view: AchievementsPayload; scanning: boolean; page: string }> = (props) => {
  const { sessions_scanned_so_far: scanned, sessions_expected_total: expected } = props.view.scan_meta
  return (
    <section id="scan" class="banner" aria-label={t('Scan')} data-live hidden={!props.scanning}>
      <p>
        <strong data-scan-line>{scanLine(scanned, expected)}</strong>
        <span class="hint">{t('Badges appear as they are earned.')}</span>
        <noscript>
          <a href={props.page}>{t('Reload to see the progress')}</a>
        </noscript>
      </p>
      <progress
        class="bar"
        max={100}
        value={percentOf(scanned, expected)}
        aria-label={t('Sessions scanned')}
      />
    </section>
  )
}

/** A scan that failed: the view is the last good one, or still empty. */
export const ScanError: FC<{ view: AchievementsPayload }> = ({ view }) => (
  <section
    id="scan-error"
    class="notice notice-error"
    aria-label={t('Problem')}
    data-live
    hidden={!view.error}
  >
    <Icon name="alert" />
    <p>
      <strong>{t('The last scan didn’t finish.')}</strong> {told(view.error ?? '')}{' '}
      {view.generated_at === null
        ? t('It will be retried.')
        : t('You are seeing the results of the one before. It will be retried.')}
    </p>
  </section>
)
