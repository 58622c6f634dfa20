import type { Catalogue } from './catalogue.ts';
import type { enRecovery } from './en-recovery.ts';

/** Spanish for en-recovery.ts. */
export const esRecovery: Pick<Catalogue, keyof typeof enRecovery> = {
  'recover.heading': 'Recuperar una familia',
  'recover.lead':
    'Para cuando se han perdido todos los navegadores de la familia, o no hay ninguno a mano. Necesitas la hoja con el kit de recuperación.',
  'recover.restore': 'Una copia de seguridad está sellada: se abre junto con el kit de recuperación de la familia.',
  'recover.inFamily':
    'Este navegador está en una familia, así que aquí no hay nada que restaurar. Para restaurar una copia, usa un navegador sin familia o deja antes esta.',
  'recover.kit': 'Palabras o enlace de recuperación',
  'recover.kit.hint': 'Las 12 palabras en su orden, o el enlace del código QR.',
  'recover.isLink': 'Este es el enlace de un kit de recuperación: ya dice qué familia y qué servidor.',
  'recover.missing': 'Escribe las 12 palabras de la hoja o pega el enlace.',
  'recover.count': {
    one: 'Esto es {n} palabra; un kit de recuperación tiene {max}.',
    many: 'Esto son {n} palabras; un kit de recuperación tiene {max}.',
    other: 'Esto son {n} palabras; un kit de recuperación tiene {max}.',
  },
  'recover.word': '«{word}» no es una palabra de ningún kit de recuperación. Mírala otra vez en la hoja.',
  'recover.invite': 'Esto es un enlace de invitación, no un kit de recuperación. Úsalo en «Unirse a una familia».',
  'recover.name.hint': 'Como estaba en la familia, y este navegador vuelve a ser tuyo.',
  'recover.host': 'Servidor de sincronización (opcional)',
  'recover.host.hint': 'Figura en la hoja. Vacío significa el servidor de los ajustes.',
  'recover.file': 'Archivo de copia (opcional)',
  'recover.file.hint': 'Solo si el servidor ha perdido la familia: el archivo de «Exportar copia de seguridad».',
  'recover.do': 'Recuperar familia',
  'recover.working': 'Buscando la familia…',
  'kit.lead':
    'Una hoja de papel con 12 palabras y un código QR. Con ella recuperas tu familia si se pierden todos los navegadores: en cualquier ordenador, desde el servidor o desde un archivo de copia.',
  'kit.secret':
    'Quien tenga la hoja puede entrar en tu familia y leerlo todo. Guárdala donde guardas los pasaportes: en papel, ni en una foto ni en un correo.',
  'kit.replaces': 'Ya hay un kit. Con uno nuevo, la hoja anterior deja de servir.',
  'kit.make': 'Crear el kit de recuperación',
  'kit.makeNew': 'Crear un kit de recuperación nuevo',
  'kit.making': 'Creando el kit…',
  'kit.ready': 'Imprime esta página o cópiala a mano ahora. Solo se muestra esta vez; aquí no se guarda nada de ella.',
  'kit.print': 'Imprimir',
  'kit.done': 'Lo tengo en papel',
  'kit.sheet': 'Kit de recuperación de {family}',
  'kit.sheet.lead':
    'Para recuperar la familia: instala Family OS, elige «Recuperar una familia» y escribe estas 12 palabras en su orden.',
  'kit.sheet.secret':
    'Quien tenga esta hoja puede leer todo lo de la familia. Guárdala bien. Un kit más nuevo deja esta sin valor.',
  'kit.words': 'Palabras de recuperación',
  'kit.qr': 'Código QR de recuperación',
  'kit.server': 'Servidor de sincronización',
  'kit.date': 'Creado',
  'kit.date.by': '{when}, por {name}',
};
