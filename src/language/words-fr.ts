import badges from './catalogues/fr/badges.json'
import owner from './catalogues/fr/owner.json'
import pages from './catalogues/fr/pages.json'
import scripts from './catalogues/fr/scripts.json'
import ui from './catalogues/fr/ui.json'
import type { Catalogue } from './language.ts'

export default { ...badges, ...owner, ...pages, ...scripts, ...ui } satisfies Catalogue
