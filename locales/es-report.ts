import type { Catalogue } from './catalogue.ts';
import type { enReport } from './en-report.ts';

/** Spanish for en-report.ts. */
export const esReport: Pick<Catalogue, keyof typeof enReport> = {
  'report.asking': 'Preguntando al servidor…',
  'report.asked': 'Esto es todo lo que el servidor tiene de tu familia, según acaba de decir.',
  'report.at': 'Hora del servidor',
  'report.bytes': 'Todo junto',
  'report.bytes.record': 'Quién entró y salió',
  'report.bytes.content': 'Vuestro contenido, sellado',
  'report.bytes.other': 'Lo demás',
  'report.knocks': 'Esperando para entrar',
  'report.proofs': 'Conexiones recientes que recuerda',
  'report.devices': 'Navegadores que conoce',
  'report.devices.hint':
    'Conoce cada uno por un número largo y ve cuándo está conectado. Los nombres los pone aquí tu navegador; el servidor no los tiene.',
  'report.deviceOf': '{device} de {name}',
  'report.unknownDevice': 'un navegador que ahora no está en la familia ({id}…)',
  'report.connected': 'conectado ahora',
  'report.lastConnected': 'última conexión: {when}',
  'report.neverConnected': 'aún no se ha conectado',
  'report.record': 'Quién entró y salió, por orden',
  'report.record.hint':
    'Cada línea la firma uno de vuestros navegadores. El servidor las guarda y puede leerlas, pero no cambiar, añadir ni quitar ninguna sin que vuestros navegadores lo noten.',
  'report.content': 'Vuestro contenido',
  'report.content.hint':
    'Listas, eventos, nombres y enlaces se sellan en vuestros navegadores. El servidor ve cuántas piezas hay, cuánto ocupan y cuándo llegan; no lo que dicen.',
  'report.values': 'Piezas selladas',
  'report.snapshot': 'En un bloque',
  'report.rows': 'Cambios desde ese bloque',
  'report.writers': 'Orígenes de los cambios',
  'report.operations': 'Cambios en total',
  'report.sizes': 'Tamaños de las piezas:',
  'report.size': '{n} de {size}',
  'report.samples': 'Piezas selladas tal como están',
  'report.samples.hint':
    'Primero el nombre sellado de la pieza, luego la pieza. Esto es lo que ve quien lleva el servidor.',
  'report.samples.all': 'Mostrar todas las muestras',
  'record.create': '{name} creó la familia',
  'record.invite': '{name} hizo una invitación',
  'record.revoke': '{name} anuló una invitación',
  'record.join': '{name} entró con una invitación',
  'record.admit': '{name} dejó entrar a {whom}',
  'record.epoch': '{name} cambió la cerradura para todo lo que se escribió desde entonces',
  'record.removed': '{name} retiró {whom} y cambió la cerradura',
  'record.leave': '{name} se fue',
  'record.recovery': '{name} hizo un kit de recuperación',
  'record.readmit': '{name} volvió con el kit de recuperación',
  'record.enter': '{name} viene de una versión anterior',
  'record.unknown': 'Algo que escribió una versión más nueva de Family OS',
};
