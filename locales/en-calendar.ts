/** English texts of the calendar’s views beyond the agenda. */
export const enCalendar = {
  'calendar.week.short': 'Week',
  'calendar.count': { one: '{n} event', other: '{n} events' },
  'calendar.dueCount': { one: '{n} to do', other: '{n} to do' },
  'calendar.goTo.date': 'Date',
  'calendar.goTo.do': 'Go',
  'calendar.goTo.earlier': 'Earlier month',
  'calendar.goTo.later': 'Later month',
  'calendar.allDay.short': 'all day',
  'calendar.events': 'Events',
  'calendar.slots': 'Half hours',
  'calendar.people.span': 'Days',
  'calendar.people.nobody': 'No one in particular',
} as const;
