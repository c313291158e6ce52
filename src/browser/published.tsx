import type { AchievementsPayload } from '../contract/achievements.ts'
import { profileSummary } from '../render/profile-summary.ts'
import { Published } from '../ui/published.tsx'
import { sharedPage } from '../ui/share.ts'
import { urls } from '../urls.ts'
import { paths } from './paths.ts'
import { attachShare, attachSharePanel } from './share.ts'

/** Shows that a page was published, with the proudest badges of the view that was sent. */
export function showMoment(place: Element, handle: string, view: AchievementsPayload): void {
  const summary = profileSummary(view)
  const site = urls({ origin: location.origin, base: paths.root })
  const shared = sharedPage(site, handle, view, { score: summary, mine: true })
  place.innerHTML = String(<Published shared={shared} proudest={summary.proudest} />)
  attachShare()
  attachSharePanel(place)
}
