/** English sentences for what goes wrong: what happened, what is safe, what to do. */
export const enProblems = {
  'action.reload': 'Reload',
  'error.no-panel': 'The side panel could not be opened. Open it from the browser’s own menu.',
  'sync.storage': 'this browser cannot save',
  'refusal.no-proof': 'the server did not get this device’s proof',
  'refusal.bad-proof': 'the server does not accept this device’s proof',
  'refusal.wrong-room': 'the server has another family under this address',
  'refusal.replayed': 'the server saw this attempt twice',
  'refusal.clock': 'this device’s clock is wrong',
  'refusal.newer-protocol': 'the server is out of date',
  'refusal.older-protocol': 'Family OS is out of date',
  'refusal.room-full': 'too many devices are connected',
  'refusal.too-fast': 'the server asks to slow down',
  'refusal.too-large': 'a change is too large',
  'refusal.malformed': 'the server did not understand this device',
  'refusal.family-full': 'the family’s space on the server is full',
  'refusal.removed': 'this device was removed from the family',
  'refusal.not-a-relay': 'this is not a Family OS server',
  'refusal.bad-host': 'the server address is not valid',
  'refusal.chain-problem': 'the server’s record of who is in the family does not hold',
  'refusal.not-a-member': 'this browser was never let into the family',
  'refusal.behind': 'this browser is catching up on who is in the family',
  'refusal.unknown-head': 'the server does not know all of the family’s joins and removals',
  'refusal.bad-entry': 'the server did not take a change of who is in the family',
  'refusal.chain-full': 'there were too many joins and removals',
  'refusal.invite-unknown': 'the server does not know this invite',
  'refusal.invite-used': 'this invite has been used already',
  'refusal.invite-expired': 'this invite has expired',
  'refusal.invite-revoked': 'this invite was revoked',
  'refusal.recovery-replaced': 'this recovery kit was replaced by a newer one',
  'refusal.nothing-found': 'the server has nothing for this recovery kit',
  'help.no-proof': 'Family OS keeps trying. If it stays like this, check the sync server in the settings.',
  'help.bad-proof': 'Family OS keeps trying. If it stays like this, check the sync server in the settings.',
  'help.wrong-room': 'Check the sync server in the settings.',
  'help.replayed': 'Family OS tries again by itself.',
  'help.clock.behind': {
    one: 'This device’s clock is {n} minute behind. Set it right, and syncing goes on by itself.',
    other: 'This device’s clock is {n} minutes behind. Set it right, and syncing goes on by itself.',
  },
  'help.clock.ahead': {
    one: 'This device’s clock is {n} minute ahead. Set it right, and syncing goes on by itself.',
    other: 'This device’s clock is {n} minutes ahead. Set it right, and syncing goes on by itself.',
  },
  'help.newer-protocol': 'Whoever runs the server needs to update it.',
  'help.older-protocol': 'Update Family OS on the browser’s extensions page.',
  'help.room-full': 'Close Family OS on a device you do not need; this one tries again by itself.',
  'help.too-fast': 'Family OS waits a little and tries again by itself.',
  'help.too-large': 'Shorten your longest notes, or split what you added last.',
  'help.malformed': 'Update Family OS on the browser’s extensions page.',
  'help.family-full': 'Delete what the family does not need any more, or use a server with more room.',
  'help.removed': 'Ask a member for a new invite if this was a mistake.',
  'help.chain-problem': 'Ask whoever runs the server, or choose another one in the settings.',
  'help.not-a-member': 'Ask a member for a new invite.',
  'help.behind': 'Family OS reads what is new and goes on by itself.',
  'help.unknown-head': 'Family OS tells it what it lacks and tries again by itself.',
  'help.bad-entry': 'Try once more. If it stays like this, update Family OS on the browser’s extensions page.',
  'help.chain-full':
    'Lists and calendar go on, but nobody can join or be removed any more. Start a new family for that.',
  'help.invite-unknown': 'Ask for a new link.',
  'help.invite-used': 'Ask for a new link.',
  'help.invite-expired': 'Ask for a new link.',
  'help.invite-revoked': 'Ask for a new link.',
  'help.recovery-replaced': 'Use the newest sheet.',
  'help.nothing-found': 'Check the words, and the server that stands on the sheet.',
  'help.not-a-relay': 'Check the sync server in the settings.',
  'help.bad-host': 'Correct the sync server in the settings.',
  'banner.safe': 'Everything you write is safe on this device.',
  'banner.refused': 'Cannot sync: {reason}. {help}',
  'banner.slow': 'Family OS is taking long to start. Your lists are safe; it keeps trying.',
  'banner.outdated': 'Family OS was updated. Reload this page to go on.',
  'banner.failed':
    'The family’s data on this device cannot be read at the moment. Nothing was deleted. Restart the browser; if that does not help, ask a member for a new invite.',
  'banner.storage':
    'This browser could not save your last change, probably because the disk is full. Make room, then make the change again.',
  'banner.newer': {
    one: '{n} entry was written by a newer version of Family OS and is not shown here. It is kept. Update Family OS to see it.',
    other:
      '{n} entries were written by a newer version of Family OS and are not shown here. They are kept. Update Family OS to see them.',
  },
  'banner.unreadable': {
    one: '{n} entry cannot be read, because it is damaged or was not sealed by your family. It is kept as it is.',
    other:
      '{n} entries cannot be read, because they are damaged or were not sealed by your family. They are kept as they are.',
  },
  'banner.removed':
    'This browser is no longer in the family, since {date}. You can still read and export what is here; nothing new arrives.',
  'banner.removedBy':
    'This browser was removed from the family by {name} on {date}. You can still read and export what is here; nothing new arrives.',
  'banner.export': 'Export',
  'banner.exported': 'The file is among your downloads.',
  'banner.leave': 'Leave',
  'banner.tampered':
    'The server showed members or removals that nobody in your family has signed. It is broken, or somebody is meddling with it.',
  'banner.rollback':
    'The server has forgotten members or removals that it had already shown. It was set back to an older state, or somebody is meddling with it.',
  'banner.fork':
    'The server shows this browser another story of who joined and left than before. It is broken, or somebody is meddling with it.',
  'banner.chain':
    'Nothing is sent to it until this is put right; your lists are safe on this device. Tell the others in person, ask whoever runs the server, or choose another server in the settings.',
  'banner.differs':
    '{device} shows something else than this browser, although both have received the same. One of the two copies is damaged. Rebuilding takes over what the family has and keeps what only this browser has.',
  'banner.rebuild': 'Rebuild this browser’s copy',
  'banner.rebuilding': 'Rebuilding…',
  'error.no-family': 'This browser is in no family yet. Start or join one first.',
  'error.already-in-family':
    'This browser is already in a family. Leave it in the settings before you start or join another.',
  'error.invite-mangled':
    'Part of this link is missing or was changed on the way. Ask for it again and paste the whole link.',
  'error.invite-not-a-link':
    'This is not an invite link. Paste the whole link that you were sent: it has “join#” in it.',
  'error.invite-newer': 'This link was made by a newer version of Family OS. Update yours, then use the link again.',
  'error.invite-expired': 'This link has expired. Ask for a new one.',
  'error.invite-used': 'This link has been used already. Ask for a new one.',
  'error.invite-revoked': 'This link was revoked by someone in the family. Ask for a new one.',
  'error.invite-unknown':
    'The server does not know this link. The family may have moved to another server. Ask for a new one.',
  'error.invite-old': 'This link was made by an older version of Family OS and is no longer taken. Ask for a new one.',
  'error.invite-is-recovery': 'This is the link of a recovery kit. Use it under “Recover a family”.',
  'error.offline':
    'This needs the sync server, which cannot be reached now. Nothing was changed; try again when it is back.',
  'error.refused': 'The server did not take this, and nothing was changed. What it says stands beside the sync status.',
  'error.removed':
    'This browser was removed from the family, so nothing can be changed here any more. What is here stays readable.',
  'error.chain-problem':
    'The server’s record of who is in the family does not hold, so nothing of that can be changed now. Ask whoever runs the server.',
  'error.recovery-words':
    'These are not the words of one recovery kit. Check every word, and their order, against the sheet.',
  'error.recovery-replaced': 'This recovery kit was replaced by a newer one and no longer works. Use the newest sheet.',
  'error.recovery-not-found':
    'The server has nothing for this recovery kit. Write the server that stands on the sheet; if it has lost the family, add a backup file.',
  'error.backup-damaged': 'This file is not a whole backup of Family OS. Choose the file from “Export backup”.',
  'error.name-missing': 'Write your name, so that the others know who added what.',
  'error.not-found': 'This is not there any more; someone may have deleted it. Nothing else was changed.',
  'error.from-feed':
    'This event comes from a calendar that you follow, and is changed there. Nothing was changed here.',
  'error.from-newer': 'A newer version of Family OS wrote this, so it cannot be changed here. Update Family OS first.',
  'error.storage-failed':
    'This browser could not save it, probably because the disk is full. Nothing was changed; make room and try again.',
  'error.unsent-changes': 'Some changes have not reached the server yet.',
  'error.bad-host':
    'This is not a server address. Write a host, with a port if needed: sync.example.org or 127.0.0.1:1999, without a path.',
  'error.bad-input': 'This could not be saved as it is. What you wrote is still here; shorten or correct it.',
  'error.internal': 'Something went wrong inside Family OS. What you wrote is still here; try again.',
  'error.no-answer': 'Family OS did not answer in time. What you wrote is still here; try again.',
} as const;
