import type { Catalogue } from './catalogue.ts';
import type { enPeople } from './en-people.ts';

/** Spanish for en-people.ts. */
export const esPeople: Pick<Catalogue, keyof typeof enPeople> = {
  'invite.heading': 'Invitar a alguien',
  'invite.lead':
    'Envía este enlace a una sola persona. Lo abre y pulsa allí el icono de Family OS, o elige «Unirse a una familia» y lo pega.',
  'invite.device.heading': 'Añadir otro dispositivo mío',
  'invite.device.lead':
    'Instala Family OS en tu otro navegador, elige allí «Unirse a una familia» y pega este enlace. Ese navegador actuará como tú.',
  'invite.link': 'Enlace de invitación',
  'invite.copy': 'Copiar',
  'invite.copied': 'Copiado.',
  'invite.copyFailed': 'No se permitió copiar. Selecciona el enlace y cópialo tú.',
  'invite.once': 'Sirve una sola vez y durante 48 horas.',
  'invite.until': 'Caduca: {when}.',
  'invite.asks': 'Quien lo use espera hasta que alguien de vosotros lo acepte, aquí en Familia.',
  'invite.secret':
    'Quien use primero este enlace estará en tu familia y podrá leerlo todo. Envíalo en privado y no lo publiques en ningún sitio.',
  'invite.secret.asks':
    'Quien use este enlace puede pedir entrar. Envíalo en privado y comprueba quién es antes de dejarle entrar.',
  'invite.here':
    'El servidor de sincronización está en este ordenador sin dirección protegida (http): el enlace solo sirve aquí.',
  'invite.near':
    'El servidor de sincronización no tiene dirección protegida (http): usa el enlace solo dentro de tu propia red.',
  'invite.making': 'Creando un enlace…',
  'invite.again': 'Intentar de nuevo',
  'invite.qr': 'Código QR de invitación',
  'member.name': 'Nombre',
  'member.name.missing': 'Escribe un nombre.',
  'member.colour': 'Color',
  'member.device': 'Nombre de {name}',
  'colour.rose': 'Rosa',
  'colour.blue': 'Azul',
  'colour.violet': 'Violeta',
  'colour.amber': 'Ámbar',
  'colour.teal': 'Turquesa',
  'colour.green': 'Verde',
  'colour.orange': 'Naranja',
  'colour.slate': 'Gris',
  'familyName.label': 'Nombre de la familia',
  'familyName.missing': 'Ponle un nombre a la familia.',
  'remove.deviceOf': '{device} de {name}',
  'remove.heading': '¿Retirar {name}?',
  'remove.shut': 'Sus navegadores quedan fuera en segundos y no pueden leer nada de lo que se escriba desde entonces.',
  'remove.shut.device':
    'Este navegador queda fuera en segundos y no puede leer nada de lo que se escriba desde entonces.',
  'remove.keeps': 'Lo que ya tiene sigue siendo legible allí. Eso nadie puede quitarlo.',
  'remove.assigned': 'Las entradas y los eventos para {name} se quedan, marcados como «{name} (retirado)».',
  'remove.stays': '{name} sigue en la familia.',
  'remove.kit': 'Si puede haber visto vuestro kit de recuperación, haced después uno nuevo, en los ajustes.',
  'remove.invites': {
    one: 'Hay {n} invitación abierta: quien tenga el enlace aún puede entrar con ella. Anúlala si puede haberlo visto.',
    many: 'Hay {n} invitaciones abiertas: quien tenga uno de los enlaces aún puede entrar. Anúlalas si puede haber visto alguno.',
    other:
      'Hay {n} invitaciones abiertas: quien tenga uno de los enlaces aún puede entrar. Anúlalas si puede haber visto alguno.',
  },
  'remove.invites.revoke': {
    one: 'Anular también {n} invitación abierta',
    many: 'Anular también {n} invitaciones abiertas',
    other: 'Anular también {n} invitaciones abiertas',
  },
  'remove.offline': 'Para retirar a alguien hace falta el servidor de sincronización, que ahora no está conectado.',
  'remove.working': 'Retirando…',
  'remove.done': 'Hecho: {name} ya no tiene acceso.',
};
