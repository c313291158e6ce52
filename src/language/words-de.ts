import badges from './catalogues/de/badges.json'
import owner from './catalogues/de/owner.json'
import pages from './catalogues/de/pages.json'
import scripts from './catalogues/de/scripts.json'
import ui from './catalogues/de/ui.json'

export default { ...badges, ...owner, ...pages, ...scripts, ...ui }
