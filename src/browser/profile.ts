/** Script of a profile page as visitors see it: live scans, the filter bar, what is new. The page is complete without it. */
import { followProfile } from './profile-page.ts'

const profile = document.querySelector<HTMLElement>('#profile')
if (profile) followProfile(profile)
