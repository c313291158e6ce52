import badges from './catalogues/ja/badges.json'
import owner from './catalogues/ja/owner.json'
import pages from './catalogues/ja/pages.json'
import scripts from './catalogues/ja/scripts.json'
import ui from './catalogues/ja/ui.json'
import type { Catalogue } from './language.ts'

export default { ...badges, ...owner, ...pages, ...scripts, ...ui } satisfies Catalogue
