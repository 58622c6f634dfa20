/** English texts of what quick add understood; they come with its code. */
export const enQuickAdd = {
  'recognised.label': 'Recognised',
  'recognised.quantity': 'Quantity: {value}',
  'recognised.date': 'Date: {value}',
  'recognised.person': 'For: {value}',
  'recognised.list': 'List: {value}',
  'recognised.drop': 'Keep this as text',
  'recognised.marked': '{part}. Press Backspace again to keep it as text.',
} as const;
