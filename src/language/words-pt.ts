import badges from './catalogues/pt/badges.json'
import owner from './catalogues/pt/owner.json'
import pages from './catalogues/pt/pages.json'
import scripts from './catalogues/pt/scripts.json'
import ui from './catalogues/pt/ui.json'
import type { Catalogue } from './language.ts'

export default { ...badges, ...owner, ...pages, ...scripts, ...ui } satisfies Catalogue
