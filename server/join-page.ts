import type { Request as PartyRequest } from 'partykit/server';

/**
 * `GET /join`: where the link of an invite, or of a recovery kit, leads when it is opened in a browser. Static and the same for everyone,
 * so that this page cannot be made to read the fragment; it works without script, loads nothing from anywhere, and tells the browser to
 * allow nothing else. Whether it came over https is all it goes by.
 */

interface JoinTexts {
  language: string;
  title: string;
  intro: string;
  steps: readonly [string, string];
  otherwise: string;
  copy: string;
  copied: string;
  secret: string;
  loopback: string;
  insecureTitle: string;
  insecure: readonly [string, string];
}

const TEXTS: Record<'en' | 'es', JoinTexts> = {
  en: {
    language: 'en',
    title: 'This link opens in Family OS',
    intro:
      'It lets this browser into a family’s shared list and calendar: by an invite that someone gave you, or by your family’s own recovery kit. Family OS is an extension for your browser.',
    steps: [
      'If you do not have it yet, install the extension <b>Family OS</b> (for Chrome, Edge or Firefox) in this browser, then come back to this page.',
      'Press the Family OS icon while this page is open: it offers to go on, with the link filled in.',
    ],
    otherwise:
      'Or copy this page’s address, all of it, and paste it in Family OS: choose <b>Join a family</b> for an invite, or recovery for a kit.',
    copy: 'Copy the link',
    copied: 'Copied',
    secret:
      'Keep this link to yourself: whoever opens it first can use it in your place. What follows the # in it never leaves your browser; the server that shows this page does not see it, and cannot read your family’s data.',
    loopback:
      'This page comes over http, without encryption, from this very computer: fine for trying things out here, and of no use on any other.',
    insecureTitle: 'This link should begin with https',
    insecure: [
      'It begins with http, so anyone between you and the server could have put another page in the place of this one. Do not type or paste anything here.',
      'Ask whoever gave you the link for one that begins with <b>https://</b>. Who runs the server needs to set it up for https first.',
    ],
  },
  es: {
    language: 'es',
    title: 'Este enlace se abre en Family OS',
    intro:
      'Deja entrar a este navegador en la lista y el calendario compartidos de una familia: con una invitación que te han dado, o con el kit de recuperación de tu propia familia. Family OS es una extensión para tu navegador.',
    steps: [
      'Si aún no la tienes, instala la extensión <b>Family OS</b> (para Chrome, Edge o Firefox) en este navegador y vuelve a esta página.',
      'Pulsa el icono de Family OS con esta página abierta: te ofrece continuar, con el enlace ya puesto.',
    ],
    otherwise:
      'O copia la dirección de esta página, completa, y pégala en Family OS: elige <b>Unirse a una familia</b> para una invitación, o la recuperación para un kit.',
    copy: 'Copiar el enlace',
    copied: 'Copiado',
    secret:
      'No compartas este enlace: quien lo abra primero puede usarlo en tu lugar. Lo que sigue al # nunca sale de tu navegador; el servidor que muestra esta página no lo ve y no puede leer los datos de tu familia.',
    loopback:
      'Esta página llega por http, sin cifrar, desde este mismo ordenador: vale para hacer pruebas aquí, y no sirve en ningún otro.',
    insecureTitle: 'Este enlace debería empezar por https',
    insecure: [
      'Empieza por http, así que cualquiera entre tú y el servidor podría haber puesto otra página en lugar de esta. No escribas ni pegues nada aquí.',
      'Pide a quien te dio el enlace uno que empiece por <b>https://</b>. Quien lleva el servidor tiene que prepararlo antes para https.',
    ],
  },
};

const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.6 system-ui, sans-serif; }
body { max-inline-size: 34rem; margin: 12vh auto 2rem; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
ol { padding-inline-start: 1.4rem; }
li { margin-block: .5rem; }
button { font: inherit; padding: .55rem 1rem; border-radius: .5rem; border: 1px solid; cursor: pointer; }
small { display: block; margin-block-start: 2rem; opacity: .8; }
small + small { margin-block-start: .75rem; }
`;

/** Shows the button only where it works; the address, fragment included, goes to the clipboard and nowhere else. */
const SCRIPT = `
const button = document.querySelector('button');
button.hidden = false;
button.addEventListener('click', async () => {
  await navigator.clipboard.writeText(location.href);
  button.textContent = button.dataset.copied;
});
`;

/** How the page came here. */
type Way = 'https' | 'loopback' | 'insecure';

const htmlOf = (texts: JoinTexts, way: Way) => `<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Family OS</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${way === 'insecure' ? warningOf(texts) : instructionsOf(texts, way)}
</main>
</body>
</html>
`;

const warningOf = ({ insecureTitle, insecure }: JoinTexts) =>
  `<h1>${insecureTitle}</h1>\n${insecure.map((text) => `<p>${text}</p>`).join('\n')}`;

const instructionsOf = (texts: JoinTexts, way: Way) => `<h1>${texts.title}</h1>
<p>${texts.intro}</p>
<ol>
${texts.steps.map((step) => `<li>${step}</li>`).join('\n')}
</ol>
<p>${texts.otherwise}</p>
<p><button type="button" hidden data-copied="${texts.copied}">${texts.copy}</button></p>
<small>${texts.secret}</small>${way === 'loopback' ? `\n<small>${texts.loopback}</small>` : ''}
<script>${SCRIPT}</script>`;

/**
 * The page in Spanish where the browser prefers it to English, else in English. Over http it says what to do only on this very
 * computer (with a note that says so); elsewhere it says that the link should be https, and is a 403.
 */
export async function joinPage(
  request: Pick<PartyRequest, 'url'> & { headers: Pick<Headers, 'get'> },
): Promise<Response> {
  const policy = [
    "default-src 'none'",
    `style-src '${await hashOf(STYLE)}'`,
    `script-src '${await hashOf(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  const way = wayOf(request);
  const language = preferredLanguage(request.headers.get('accept-language') ?? '');
  return new Response(htmlOf(TEXTS[language], way), {
    status: way === 'insecure' ? 403 : 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      vary: 'accept-language',
    },
  });
}

/** A proxy that ends TLS before us says so; whoever forges that header only spares himself the warning. */
function wayOf({ url, headers }: { url: string; headers: Pick<Headers, 'get'> }): Way {
  const { protocol, host } = new URL(url);
  const forwarded = headers.get('x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase();
  if ((forwarded ?? protocol.slice(0, -1)) === 'https') return 'https';
  return LOOPBACK.test(headers.get('host') ?? host) ? 'loopback' : 'insecure';
}

const LOOPBACK = /^(localhost|[^:]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** RFC 9110 §12.5.4, as far as two languages need it. */
function preferredLanguage(acceptLanguage: string): 'en' | 'es' {
  let preferred: 'en' | 'es' = 'en';
  let highest = 0;
  for (const range of acceptLanguage.split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = tag.split('-')[0];
    if (language !== 'en' && language !== 'es') continue;
    const weight = Number(parameters.find((it) => it.startsWith('q='))?.slice(2) ?? 1);
    if (weight <= highest) continue;
    highest = weight;
    preferred = language;
  }
  return preferred;
}

/** A CSP source expression; computed, so that the text can never drift from its hash. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
