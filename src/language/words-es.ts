import badges from './catalogues/es/badges.json'
import owner from './catalogues/es/owner.json'
import pages from './catalogues/es/pages.json'
import scripts from './catalogues/es/scripts.json'
import ui from './catalogues/es/ui.json'
import type { Catalogue } from './language.ts'

export default { ...badges, ...owner, ...pages, ...scripts, ...ui } satisfies Catalogue
