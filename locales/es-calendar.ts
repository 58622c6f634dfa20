import type { Catalogue } from './catalogue.ts';
import type { enCalendar } from './en-calendar.ts';

/** Spanish for en-calendar.ts. */
export const esCalendar: Pick<Catalogue, keyof typeof enCalendar> = {
  'calendar.week.short': 'Semana',
  'calendar.count': { one: '{n} evento', many: '{n} de eventos', other: '{n} eventos' },
  'calendar.dueCount': { one: '{n} por hacer', many: '{n} por hacer', other: '{n} por hacer' },
  'calendar.goTo.date': 'Fecha',
  'calendar.goTo.do': 'Ir',
  'calendar.goTo.earlier': 'Mes anterior',
  'calendar.goTo.later': 'Mes siguiente',
  'calendar.allDay.short': 'día',
  'calendar.events': 'Eventos',
  'calendar.more': { one: '{n} evento más', many: '{n} de eventos más', other: '{n} eventos más' },
  'calendar.slots': 'Medias horas',
  'calendar.people.span': 'Días',
  'calendar.people.nobody': 'Aún nadie',
  'sign.unclaimed': 'Aún no lo hace nadie',
  'sign.overlap': 'Coincide: {names}',
  'print.heading': 'Imprimir',
  'print.what': 'En una página',
  'print.list': 'Lista al lado',
  'print.list.none': 'Ninguna',
  'print.do': 'Imprimir',
  'calendar.found': { one: '{n} encontrado', many: '{n} encontrados', other: '{n} encontrados' },
  'calendar.found.label': 'Eventos encontrados',
};
