import badges from './catalogues/zh/badges.json'
import owner from './catalogues/zh/owner.json'
import pages from './catalogues/zh/pages.json'
import scripts from './catalogues/zh/scripts.json'
import ui from './catalogues/zh/ui.json'
import type { Catalogue } from './language.ts'

export default { ...badges, ...owner, ...pages, ...scripts, ...ui } satisfies Catalogue
