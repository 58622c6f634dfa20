import type { Catalogue } from './catalogue.ts';
import type { enQuickAdd } from './en-quick-add.ts';

/** Spanish for en-quick-add.ts. */
export const esQuickAdd: Pick<Catalogue, keyof typeof enQuickAdd> = {
  'recognised.label': 'Reconocido',
  'recognised.quantity': 'Cantidad: {value}',
  'recognised.date': 'Fecha: {value}',
  'recognised.person': 'Para: {value}',
  'recognised.list': 'Lista: {value}',
  'recognised.makeEvent': 'Convertir en evento',
  'recognised.drop': 'Dejarlo como texto',
  'recognised.marked': '{part}. Pulsa Retroceso otra vez para dejarlo como texto.',
  'paste.heading': {
    one: '¿Añadir {n} entrada?',
    many: '¿Añadir {n} entradas?',
    other: '¿Añadir {n} entradas?',
  },
  'paste.add': {
    one: 'Añadir {n} entrada',
    many: 'Añadir {n} entradas',
    other: 'Añadir {n} entradas',
  },
  'paste.label': 'Entradas',
  'paste.remove': 'Quitar {title}',
  'paste.nothing': 'En lo que has pegado no hay nada que añadir.',
  'paste.done': {
    one: '{n} entrada ya está marcada como hecha y se deja fuera.',
    many: '{n} entradas ya están marcadas como hechas y se dejan fuera.',
    other: '{n} entradas ya están marcadas como hechas y se dejan fuera.',
  },
  'paste.more': {
    one: 'Hay {n} entrada más que no se muestra: no caben tantas de una vez. Vuelve a pegarla después.',
    many: 'Hay {n} entradas más que no se muestran: no caben tantas de una vez. Vuelve a pegarlas después.',
    other: 'Hay {n} entradas más que no se muestran: no caben tantas de una vez. Vuelve a pegarlas después.',
  },
  'paste.cut': 'Es muy largo. Solo se han leído las primeras {lines} líneas, o el primer millón de caracteres.',
  'paste.bad': {
    one: '{n} entrada necesita un cambio: la cantidad empieza por un número y el título tiene como mucho {max} caracteres.',
    many: '{n} entradas necesitan un cambio: la cantidad empieza por un número y el título tiene como mucho {max} caracteres.',
    other:
      '{n} entradas necesitan un cambio: la cantidad empieza por un número y el título tiene como mucho {max} caracteres.',
  },
  'recognised.time': 'Hora: {value}',
  'recognised.repeat': 'Se repite: {value}',
  'suggestions.label': 'Sugerencias',
  'suggestions.count': {
    one: '{n} sugerencia. Elígela con las flechas.',
    many: '{n} sugerencias. Elige una con las flechas.',
    other: '{n} sugerencias. Elige una con las flechas.',
  },
  'suggestions.isOpen': 'en la lista',
  'suggestions.often': 'A menudo también:',
  'suggestions.together': 'A menudo junto con {title}',
  'suggestions.add': 'Añadir {title}',
  'again.reopened': '{title} estaba marcado: vuelve a estar en la lista',
  'again.now': '{title}: ahora {quantity}',
  'again.merged': '{title} ya estaba en la lista',
  'again.many': {
    one: '{n} entrada añadida; ya estaban en la lista: {again}',
    many: '{n} entradas añadidas; ya estaban en la lista: {again}',
    other: '{n} entradas añadidas; ya estaban en la lista: {again}',
  },
  'add.drop': 'Suéltalo aquí para añadirlo a {list}',
  'paste.to': 'Van a {list}.',
  'page.ingredients': {
    one: 'Añadir {n} ingrediente…',
    many: 'Añadir ingredientes ({n})…',
    other: 'Añadir ingredientes ({n})…',
  },
  'page.event': 'Añadir evento…',
  'page.events': { one: 'Añadir {n} evento…', many: 'Añadir eventos ({n})…', other: 'Añadir eventos ({n})…' },
  'page.badFile': 'No se ha podido leer el archivo de calendario de esta página.',
  'page.events.heading': { one: '¿Añadir {n} evento?', many: '¿Añadir {n} eventos?', other: '¿Añadir {n} eventos?' },
  'page.events.add': { one: 'Añadir {n} evento', many: 'Añadir {n} eventos', other: 'Añadir {n} eventos' },
  'page.events.label': 'Eventos',
  'page.eventsAdded': { one: '{n} evento añadido', many: '{n} eventos añadidos', other: '{n} eventos añadidos' },
};
