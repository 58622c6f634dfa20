/** English texts of the first minutes: starting and joining a family, the welcome page. */
export const enStart = {
  'page.welcome': 'Welcome to Family OS',
  'start.heading': 'Lists and a calendar for your family',
  'start.lead':
    'Add something from any tab and everyone in the family has it. What you write is sealed on your devices: the server that passes it on cannot read it.',
  'start.create.heading': 'Start a family',
  'start.create': 'Create family',
  'start.join.heading': 'Join a family',
  'start.join.open': 'Join a family',
  'start.join': 'Join family',
  'start.join.hint': 'Ask someone in the family for a link. They make it in the side panel, under Family.',
  'join.waiting': 'Waiting for someone in the family to let you in',
  'join.waitingFor': 'Waiting for someone in {family} to let you in',
  'join.waiting.hint':
    'They see you under Family, as waiting to join. Once one of them agrees it goes on here by itself.',
  'join.stop': 'Stop waiting',
  'join.over': 'You were not let in',
  'join.again': 'Start again',
  'start.recover.open': 'Recover a family',
  'start.join.back': 'Start a new family instead',
  'start.yourName': 'Your name',
  'start.familyName': 'Family name',
  'start.invite': 'Invite link',
  'start.working': 'One moment…',
  'start.yourName.missing': 'Write your name, so that the others know who added what.',
  'start.familyName.missing': 'Give the family a name.',
  'start.invite.missing': 'Paste the invite link you were sent.',
  'welcome.ready': 'You are in {family}.',
  'welcome.ready.lead':
    'Open Family OS from the toolbar to add to the list, or open the side panel for the whole list and the calendar.',
  'welcome.ready.another':
    'This browser belongs to one family at a time. To join another, leave this one first, in the settings.',
  'welcome.pin.heading': 'Keep it one click away',
  'welcome.pin': 'Press the puzzle piece in the toolbar, then the pin beside Family OS.',
} as const;
