/**
 * Script of a profile page for visitors: live scans, filter bar, marks of new badges. The page is complete without it.
 */
import './language.ts'
import { followProfile } from './profile-page.ts'

const profile = document.querySelector<HTMLElement>('#profile')
if (profile) followProfile(profile, { owner: false })
