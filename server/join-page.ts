/**
 * `GET /join`: where an invite link leads when it is opened in a browser. Static and the same for everyone, so that this page cannot
 * be made to read the fragment; it works without script, loads nothing from anywhere, and tells the browser to allow nothing else.
 */

interface JoinTexts {
  language: string;
  title: string;
  intro: string;
  steps: readonly [string, string, string];
  copy: string;
  copied: string;
  secret: string;
}

const TEXTS: Record<'en' | 'es', JoinTexts> = {
  en: {
    language: 'en',
    title: 'You are invited to a family',
    intro: 'Someone shares their family list and calendar with you in Family OS, an extension for your browser.',
    steps: [
      'Install Family OS in this browser.',
      'Copy the address of this page, all of it.',
      'Press the Family OS icon, choose <b>Join a family</b> and paste it as the invite link.',
    ],
    copy: 'Copy invite link',
    copied: 'Copied',
    secret:
      'Keep this link to yourself: whoever has it can join. What follows the # in it never leaves your browser; the server that shows this page does not see it and cannot read your family’s data.',
  },
  es: {
    language: 'es',
    title: 'Te invitan a una familia',
    intro:
      'Alguien comparte contigo la lista y el calendario de su familia en Family OS, una extensión para tu navegador.',
    steps: [
      'Instala Family OS en este navegador.',
      'Copia la dirección de esta página, completa.',
      'Pulsa el icono de Family OS, elige <b>Unirse a una familia</b> y pégala como enlace de invitación.',
    ],
    copy: 'Copiar enlace de invitación',
    copied: 'Copiado',
    secret:
      'No compartas este enlace: quien lo tenga puede entrar. Lo que sigue al # nunca sale de tu navegador; el servidor que muestra esta página no lo ve y no puede leer los datos de tu familia.',
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

const htmlOf = (texts: JoinTexts) => `<!doctype html>
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
<h1>${texts.title}</h1>
<p>${texts.intro}</p>
<ol>
${texts.steps.map((step) => `<li>${step}</li>`).join('\n')}
</ol>
<p><button type="button" hidden data-copied="${texts.copied}">${texts.copy}</button></p>
<small>${texts.secret}</small>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;

/** The page in Spanish where the browser prefers it to English, else in English. */
export async function joinPage(acceptLanguage: string): Promise<Response> {
  const policy = [
    "default-src 'none'",
    `style-src '${await hashOf(STYLE)}'`,
    `script-src '${await hashOf(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return new Response(htmlOf(TEXTS[preferredLanguage(acceptLanguage)]), {
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
