import badges from './catalogues/de/badges.json'
import documents from './catalogues/de/documents.json'
import owner from './catalogues/de/owner.json'
import pages from './catalogues/de/pages.json'
import records from './catalogues/de/records.json'
import scripts from './catalogues/de/scripts.json'
import sets from './catalogues/de/sets.json'
import ui from './catalogues/de/ui.json'

export default { ...badges, ...documents, ...owner, ...pages, ...records, ...scripts, ...sets, ...ui }
