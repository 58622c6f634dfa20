import type { Catalogue } from './catalogue.ts';
import type { enProblems } from './en-problems.ts';

/** Spanish for en-problems.ts. */
export const esProblems: Pick<Catalogue, keyof typeof enProblems> = {
  'action.reload': 'Recargar',
  'error.no-panel': 'No se pudo abrir el panel lateral. Ábrelo desde el menú del navegador.',
  'sync.storage': 'este navegador no puede guardar',
  'refusal.no-proof': 'el servidor no recibió la prueba de este dispositivo',
  'refusal.bad-proof': 'el servidor no acepta la prueba de este dispositivo',
  'refusal.wrong-room': 'el servidor tiene otra familia en esta dirección',
  'refusal.replayed': 'el servidor vio este intento dos veces',
  'refusal.clock': 'el reloj de este dispositivo está mal',
  'refusal.newer-protocol': 'el servidor está anticuado',
  'refusal.older-protocol': 'Family OS está anticuado',
  'refusal.room-full': 'hay demasiados dispositivos conectados',
  'refusal.too-fast': 'el servidor pide ir más despacio',
  'refusal.too-large': 'un cambio es demasiado grande',
  'refusal.malformed': 'el servidor no entendió a este dispositivo',
  'refusal.family-full': 'el espacio de la familia en el servidor está lleno',
  'refusal.removed': 'este dispositivo fue retirado de la familia',
  'refusal.not-a-relay': 'no es un servidor de Family OS',
  'refusal.bad-host': 'la dirección del servidor no es válida',
  'refusal.chain-problem': 'el registro del servidor sobre quién está en la familia no es válido',
  'refusal.not-a-member': 'este navegador nunca entró en la familia',
  'refusal.behind': 'este navegador se está poniendo al día sobre quién está en la familia',
  'refusal.unknown-head': 'el servidor no conoce todas las altas y bajas de la familia',
  'refusal.bad-entry': 'el servidor no aceptó un cambio de quién está en la familia',
  'refusal.chain-full': 'hubo demasiadas altas y bajas',
  'refusal.invite-unknown': 'el servidor no conoce esta invitación',
  'refusal.invite-used': 'esta invitación ya se usó',
  'refusal.invite-expired': 'esta invitación ha caducado',
  'refusal.invite-revoked': 'esta invitación fue anulada',
  'refusal.recovery-replaced': 'este kit de recuperación fue sustituido por otro más nuevo',
  'refusal.nothing-found': 'el servidor no tiene nada para este kit de recuperación',
  'help.no-proof': 'Family OS sigue intentándolo. Si no cambia, revisa el servidor de sincronización en los ajustes.',
  'help.bad-proof': 'Family OS sigue intentándolo. Si no cambia, revisa el servidor de sincronización en los ajustes.',
  'help.wrong-room': 'Revisa el servidor de sincronización en los ajustes.',
  'help.replayed': 'Family OS lo vuelve a intentar por su cuenta.',
  'help.clock.behind': {
    one: 'El reloj de este dispositivo va {n} minuto atrasado. Ponlo en hora y la sincronización seguirá sola.',
    many: 'El reloj de este dispositivo va {n} minutos atrasado. Ponlo en hora y la sincronización seguirá sola.',
    other: 'El reloj de este dispositivo va {n} minutos atrasado. Ponlo en hora y la sincronización seguirá sola.',
  },
  'help.clock.ahead': {
    one: 'El reloj de este dispositivo va {n} minuto adelantado. Ponlo en hora y la sincronización seguirá sola.',
    many: 'El reloj de este dispositivo va {n} minutos adelantado. Ponlo en hora y la sincronización seguirá sola.',
    other: 'El reloj de este dispositivo va {n} minutos adelantado. Ponlo en hora y la sincronización seguirá sola.',
  },
  'help.newer-protocol': 'Quien lleva el servidor tiene que actualizarlo.',
  'help.older-protocol': 'Actualiza Family OS en la página de extensiones del navegador.',
  'help.room-full': 'Cierra Family OS en un dispositivo que no necesites; este lo vuelve a intentar por su cuenta.',
  'help.too-fast': 'Family OS espera un poco y lo vuelve a intentar por su cuenta.',
  'help.too-large': 'Acorta las notas más largas o reparte lo último que añadiste.',
  'help.malformed': 'Actualiza Family OS en la página de extensiones del navegador.',
  'help.family-full': 'Elimina lo que la familia ya no necesite o usa un servidor con más espacio.',
  'help.removed': 'Si fue un error, pide otra invitación a un miembro.',
  'help.chain-problem': 'Pregunta a quien lleva el servidor o elige otro en los ajustes.',
  'help.not-a-member': 'Pide otra invitación a un miembro.',
  'help.behind': 'Family OS lee lo nuevo y sigue por su cuenta.',
  'help.unknown-head': 'Family OS le dice lo que le falta y lo vuelve a intentar por su cuenta.',
  'help.bad-entry': 'Inténtalo otra vez. Si no cambia, actualiza Family OS en la página de extensiones del navegador.',
  'help.chain-full':
    'Las listas y el calendario siguen, pero ya nadie puede entrar ni ser retirado. Para eso, empezad una familia nueva.',
  'help.invite-unknown': 'Pide otro enlace.',
  'help.invite-used': 'Pide otro enlace.',
  'help.invite-expired': 'Pide otro enlace.',
  'help.invite-revoked': 'Pide otro enlace.',
  'help.recovery-replaced': 'Usa la hoja más nueva.',
  'help.nothing-found': 'Revisa las palabras y el servidor que figura en la hoja.',
  'help.not-a-relay': 'Revisa el servidor de sincronización en los ajustes.',
  'help.bad-host': 'Corrige el servidor de sincronización en los ajustes.',

  'banner.safe': 'Todo lo que escribes está a salvo en este dispositivo.',
  'banner.refused': 'No se puede sincronizar: {reason}. {help}',
  'banner.slow': 'Family OS tarda en arrancar. Tus listas están a salvo; sigue intentándolo.',
  'banner.outdated': 'Family OS se ha actualizado. Recarga esta página para seguir.',
  'banner.failed':
    'Ahora mismo no se pueden leer los datos de la familia en este dispositivo. No se ha borrado nada. Reinicia el navegador; si no ayuda, pide otra invitación a un miembro.',
  'banner.storage':
    'Este navegador no pudo guardar tu último cambio, seguramente porque el disco está lleno. Haz sitio y repite el cambio.',
  'banner.newer': {
    one: '{n} entrada fue escrita por una versión más nueva de Family OS y no se muestra aquí. Se conserva. Actualiza Family OS para verla.',
    many: '{n} entradas fueron escritas por una versión más nueva de Family OS y no se muestran aquí. Se conservan. Actualiza Family OS para verlas.',
    other:
      '{n} entradas fueron escritas por una versión más nueva de Family OS y no se muestran aquí. Se conservan. Actualiza Family OS para verlas.',
  },
  'banner.unreadable': {
    one: '{n} entrada no se puede leer, porque está dañada o no la selló tu familia. Se conserva como está.',
    many: '{n} entradas no se pueden leer, porque están dañadas o no las selló tu familia. Se conservan como están.',
    other: '{n} entradas no se pueden leer, porque están dañadas o no las selló tu familia. Se conservan como están.',
  },

  'banner.removed':
    'Este navegador ya no está en la familia desde el {date}. Aún puedes leer y exportar lo que hay aquí; no llega nada nuevo.',
  'banner.removedBy':
    '{name} retiró este navegador de la familia el {date}. Aún puedes leer y exportar lo que hay aquí; no llega nada nuevo.',
  'banner.export': 'Exportar',
  'banner.exported': 'El archivo está en tus descargas.',
  'banner.leave': 'Dejarla',
  'banner.tampered':
    'El servidor mostró miembros o retiradas que nadie de tu familia ha firmado. Está averiado o alguien lo está manipulando.',
  'banner.rollback':
    'El servidor ha olvidado miembros o retiradas que ya había mostrado. Volvió a un estado anterior o alguien lo está manipulando.',
  'banner.fork':
    'El servidor muestra a este navegador otra historia de quién entró y salió que antes. Está averiado o alguien lo está manipulando.',
  'banner.chain':
    'No se le envía nada hasta que se arregle; tus listas están a salvo en este dispositivo. Díselo a los demás en persona, pregunta a quien lleva el servidor o elige otro en los ajustes.',
  'banner.differs':
    '{device} muestra algo distinto que este navegador, aunque ambos han recibido lo mismo. Una de las dos copias está dañada. Al reconstruirla se toma lo que tiene la familia y se conserva lo que solo tiene este navegador.',
  'banner.rebuild': 'Reconstruir la copia de este navegador',
  'banner.rebuilding': 'Reconstruyendo…',

  'error.no-family': 'Este navegador aún no está en ninguna familia. Empieza una o únete antes.',
  'error.already-in-family':
    'Este navegador ya está en una familia. Déjala en los ajustes antes de empezar otra o unirte.',
  'error.invite-mangled':
    'A este enlace le falta una parte o cambió por el camino. Pídelo de nuevo y pega el enlace entero.',
  'error.invite-not-a-link':
    'Esto no es un enlace de invitación. Pega entero el enlace que te enviaron: contiene «join#».',
  'error.invite-newer':
    'Este enlace lo creó una versión más nueva de Family OS. Actualiza la tuya y vuelve a usar el enlace.',
  'error.invite-expired': 'Este enlace ha caducado. Pide otro.',
  'error.invite-used': 'Este enlace ya se usó. Pide otro.',
  'error.invite-revoked': 'Alguien de la familia anuló este enlace. Pide otro.',
  'error.invite-unknown':
    'El servidor no conoce este enlace. Puede que la familia se haya mudado a otro servidor. Pide otro.',
  'error.invite-old': 'Este enlace lo creó una versión antigua de Family OS y ya no se acepta. Pide otro.',
  'error.invite-is-recovery': 'Este es el enlace de un kit de recuperación. Úsalo en «Recuperar una familia».',
  'error.offline':
    'Esto necesita el servidor de sincronización, que ahora no está accesible. No ha cambiado nada; inténtalo cuando vuelva.',
  'error.refused':
    'El servidor no lo aceptó y no ha cambiado nada. Lo que dice está junto al estado de sincronización.',
  'error.removed':
    'Este navegador fue retirado de la familia, así que aquí ya no se puede cambiar nada. Lo que hay sigue siendo legible.',
  'error.chain-problem':
    'El registro del servidor sobre quién está en la familia no es válido, así que ahora no se puede cambiar nada de eso. Pregunta a quien lleva el servidor.',
  'error.recovery-words':
    'Estas no son las palabras de un mismo kit de recuperación. Compara cada palabra, y su orden, con la hoja.',
  'error.recovery-replaced':
    'Este kit de recuperación fue sustituido por otro más nuevo y ya no sirve. Usa la hoja más nueva.',
  'error.recovery-not-found':
    'El servidor no tiene nada para este kit de recuperación. Escribe el servidor que figura en la hoja; si perdió la familia, añade un archivo de copia.',
  'error.backup-damaged':
    'Este archivo no es una copia completa de Family OS. Elige el archivo de «Exportar copia de seguridad».',
  'error.name-missing': 'Escribe tu nombre, para que los demás sepan quién añadió qué.',
  'error.not-found': 'Esto ya no está; puede que alguien lo eliminara. No ha cambiado nada más.',
  'error.from-feed': 'Este evento viene de un calendario que sigues y se cambia allí. Aquí no ha cambiado nada.',
  'error.from-newer':
    'Esto lo escribió una versión más nueva de Family OS, así que aquí no se puede cambiar. Actualiza antes Family OS.',
  'error.storage-failed':
    'Este navegador no pudo guardarlo, seguramente porque el disco está lleno. No ha cambiado nada; haz sitio e inténtalo de nuevo.',
  'error.unsent-changes': 'Algunos cambios aún no han llegado al servidor.',
  'error.bad-host':
    'Esto no es la dirección de un servidor. Escribe un host, con puerto si hace falta: sync.example.org o 127.0.0.1:1999, sin ruta.',
  'error.bad-input': 'Esto no se pudo guardar tal como está. Lo que escribiste sigue aquí; acórtalo o corrígelo.',
  'error.internal': 'Algo falló dentro de Family OS. Lo que escribiste sigue aquí; inténtalo de nuevo.',
  'error.no-answer': 'Family OS no respondió a tiempo. Lo que escribiste sigue aquí; inténtalo de nuevo.',
};
