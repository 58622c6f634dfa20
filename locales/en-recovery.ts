/** English texts of the recovery kit: making one, and coming back with it. */
export const enRecovery = {
  'recover.heading': 'Recover a family',
  'recover.lead':
    'For when every browser of the family is lost, or none is at hand. You need the sheet with the recovery kit.',
  'recover.restore': 'A backup is sealed: it opens together with the family’s recovery kit.',
  'recover.inFamily':
    'This browser is in a family, so there is nothing to restore here. To restore a backup, use a browser without a family, or leave this one first.',
  'recover.kit': 'Recovery words or link',
  'recover.kit.hint': 'The 12 words in their order, or the link behind the QR code.',
  'recover.isLink': 'This is the link of a recovery kit: it names family and server by itself.',
  'recover.missing': 'Write the 12 words of the sheet, or paste the link.',
  'recover.count': {
    one: 'This is {n} word; a recovery kit has {max}.',
    other: 'These are {n} words; a recovery kit has {max}.',
  },
  'recover.word': '“{word}” is not a word of any recovery kit. Look at it again on the sheet.',
  'recover.invite': 'This is an invite link, not a recovery kit. Use it with “Join a family”.',
  'recover.name.hint': 'As it was in the family, and this browser is yours again.',
  'recover.host': 'Sync server (optional)',
  'recover.host.hint': 'It stands on the sheet. Empty means the server in the settings.',
  'recover.file': 'Backup file (optional)',
  'recover.file.hint': 'Only where the server has lost the family: the file from “Export backup”.',
  'recover.do': 'Recover family',
  'recover.working': 'Looking for the family…',
  'kit.lead':
    'A sheet of paper with 12 words and a QR code. With it you bring your family back if every browser is lost: on any computer, from the server or from a backup file.',
  'kit.secret':
    'Whoever has the sheet can come into your family and read everything. Keep it where your passports are: on paper, not as a photo and not in a mail.',
  'kit.replaces': 'There is a kit already. With a new one the old sheet no longer works.',
  'kit.make': 'Make the recovery kit',
  'kit.makeNew': 'Make a new recovery kit',
  'kit.making': 'Making the kit…',
  'kit.ready': 'Print this page or copy it by hand now. It is shown only this once; nothing of it is stored here.',
  'kit.print': 'Print',
  'kit.done': 'I have it on paper',
  'kit.sheet': 'Recovery kit of {family}',
  'kit.sheet.lead':
    'To bring the family back: install Family OS, choose “Recover a family”, and write these 12 words in their order.',
  'kit.sheet.secret':
    'Whoever has this sheet can read everything in the family. Keep it safe. A newer kit makes this one useless.',
  'kit.words': 'Recovery words',
  'kit.qr': 'Recovery QR code',
  'kit.server': 'Sync server',
  'kit.date': 'Made',
  'kit.date.by': '{when}, by {name}',
} as const;
