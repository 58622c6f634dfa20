/** English texts of what quick add understood, and of pasted lists; they come with its code. */
export const enQuickAdd = {
  'recognised.label': 'Recognised',
  'recognised.quantity': 'Quantity: {value}',
  'recognised.date': 'Date: {value}',
  'recognised.person': 'For: {value}',
  'recognised.list': 'List: {value}',
  'recognised.drop': 'Keep this as text',
  'recognised.marked': '{part}. Press Backspace again to keep it as text.',
  'paste.heading': { one: 'Add {n} entry?', other: 'Add {n} entries?' },
  'paste.add': { one: 'Add {n} entry', other: 'Add {n} entries' },
  'paste.label': 'Entries',
  'paste.remove': 'Remove {title}',
  'paste.nothing': 'There is nothing to add in what you pasted.',
  'paste.done': {
    one: '{n} entry is ticked off there and is left out.',
    other: '{n} entries are ticked off there and are left out.',
  },
  'paste.more': {
    one: '{n} more entry is not shown: so many are not added at once. Paste it again afterwards.',
    other: '{n} more entries are not shown: so many are not added at once. Paste them again afterwards.',
  },
  'paste.cut': 'This is very long. Only its first {lines} lines, or its first million characters, were read.',
  'paste.bad': {
    one: '{n} entry needs a change: a quantity starts with a number, and a title has at most {max} characters.',
    other: '{n} entries need a change: a quantity starts with a number, and a title has at most {max} characters.',
  },
} as const;
