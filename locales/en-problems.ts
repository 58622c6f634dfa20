/** English sentences for what goes wrong: what happened, what is safe, what to do. */
export const enProblems = {
  'action.reload': 'Reload',
  'error.no-panel': 'The side panel could not be opened. Open it from the browser’s own menu.',
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
  'error.no-family': 'This browser is in no family yet. Start or join one first.',
  'error.already-in-family':
    'This browser is already in a family. Leave it in the settings before you start or join another.',
  'error.invite-mangled':
    'Part of this link is missing or was changed on the way. Ask for it again and paste the whole link.',
  'error.invite-not-a-link': 'This is not an invite link. It starts with http and has “join#” in it.',
  'error.invite-newer': 'This link was made by a newer version of Family OS. Update yours, then use the link again.',
  'error.invite-expired': 'This link has expired. Ask for a new one.',
  'error.invite-used': 'This link has been used already. Ask for a new one.',
  'error.name-missing': 'Write your name, so that the others know who added what.',
  'error.not-found': 'This is not there any more; someone may have deleted it. Nothing else was changed.',
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
