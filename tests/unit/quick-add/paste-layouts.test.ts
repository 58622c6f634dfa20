import { describe, expect, it } from 'vitest';
import type { Target } from '../../../lib/quick-add/draft.ts';
import { type PastedEntry, parsePaste } from '../../../lib/quick-add/parse-paste.ts';
import { growth, LINEAR_GROWTH } from './growth.ts';

/** Title, quantity, box (`x` done, `o` not), depth and note, joined by `|`. */
function told({ title, quantity, done, depth, note }: PastedEntry): string {
  const amount = quantity ? `${Number(quantity.amount.toFixed(4))}${quantity.unit ?? ''}` : '';
  const box = done === undefined ? '' : done ? 'x' : 'o';
  return [title, amount, box, depth ?? '', note ?? ''].join('|').replace(/\|+$/, '');
}

describe('[Q31] text as programs give it to the clipboard', () => {
  it.each<[string, string, Target, string, string[]]>([
    [
      'nested Markdown',
      'en',
      'todo',
      '## Trip\n\n* Pack\n    * socks\n        * wool ones\n    * hat\n* Book train\n',
      ['Pack', 'socks|||1', 'wool ones|||2', 'hat|||1', 'Book train'],
    ],
    [
      'nested boxes',
      'en',
      'todo',
      '- [ ] Plan\n  - [x] Venue\n  - [-] Cake\n- [X] Invite',
      ['Plan||o', 'Venue||x|1', 'Cake||o|1', 'Invite||x'],
    ],
    ['numbered boxes', 'en', 'todo', '1. [ ] One\n2. [x] Two', ['One||o', 'Two||x']],
    ['tabs and blanks', 'en', 'todo', '- A\n\t- B\n    - C\n\t\t- D\n- E', ['A', 'B|||1', 'C|||1', 'D|||2', 'E']],
    [
      'bullets of a word processor',
      'en',
      'groceries',
      '•\tmilk\n•\tbread\no\teggs\n§\tjam\n\uF0B7\tbutter\n\uF0A7 tea',
      ['milk', 'bread', 'eggs', 'jam', 'butter', 'tea'],
    ],
    [
      'numbers of a word processor',
      'en',
      'todo',
      '1.\tOne thing\n2.\tTwo things\na)\tThree',
      ['One thing', 'Two things', 'Three'],
    ],
    [
      'pictures as numbers and bullets',
      'en',
      'todo',
      '1️⃣ First\n2️⃣ Second\n1️⃣0️⃣ Tenth\n👉 call\n🔹 mow\n▪️ sand',
      ['First', 'Second', 'Tenth', 'call', 'mow', 'sand'],
    ],
    ['a forgotten blank', 'en', 'groceries', '-milk\n-2 eggs\n*bread\n–jam', ['milk', 'eggs|2', 'bread', 'jam']],
    ['emphasis is no bullet', 'en', 'todo', '- a1\n*word* first\n-5', ['a1', '*word* first', '-5']],
    [
      'other writing systems',
      'en',
      'todo',
      '- 牛乳\n・ 卵\n1、 バター\n2、パン\n- молоко\n- חלב\n- حليب',
      ['牛乳', '卵', 'バター', 'パン', 'молоко', 'חלב', 'حليب'],
    ],
    ['a colon of another width', 'en', 'groceries', '野菜：\n- レタス\n- トマト', ['レタス', 'トマト']],
    [
      'what cannot be seen',
      'en',
      'groceries',
      '\u200bmilk\n\u200e- bread\n\u2060eggs\n\u200b\n-\u00a02\u00a0kg\u00a0flour\nco\u00adcoa',
      ['milk', 'bread', 'eggs', 'flour|2kg', 'cocoa'],
    ],
    ['joiners of pictures stay', 'en', 'todo', '- 👨‍👩‍👧 photo\n- call', ['👨‍👩‍👧 photo', 'call']],
    [
      'a messenger with senders above',
      'en',
      'groceries',
      'Ana, [21.11.2026 18:04]\nmilk\n\nBen, [21.11.2026 18:05]\nbread x2',
      ['milk', 'bread|2'],
    ],
    [
      'a messenger in German',
      'de',
      'groceries',
      '21.11.26, 18:04 - Nachrichten sind verschlüsselt.\n21.11.26, 18:04 - Ana: Milch\n21.11.26, 18:05 - Ben: <Medien ausgeschlossen>\n21.11.26, 18:06 - Ana: 2 Flaschen Wasser',
      ['Milch', 'Wasser|2bottle'],
    ],
    [
      'a messenger’s notices',
      'en',
      'groceries',
      '11/28/26, 9:14 AM - Mom: diapers size 4\n11/28/26, 9:15 AM - Mom: wipes x2 <This message was edited>\n11/28/26, 9:15 AM - Mom: <Media omitted>\n11/28/26, 9:20 AM - Dad: This message was deleted\n11/28/26, 9:21 AM - Dad: You deleted this message',
      ['diapers size 4', 'wipes|2'],
    ],
    [
      'a messenger in Spanish',
      'es',
      'groceries',
      '28/11/26, 9:14 - Mamá: 2 barras de pan\n28/11/26, 9:15 - Papá: Se eliminó este mensaje\n28/11/26, 9:16 - Mamá: <Multimedia omitido>\n28/11/26, 9:17 - Papá: leche x6',
      ['barras de pan|2', 'leche|6'],
    ],
    [
      'a messenger in French',
      'fr',
      'groceries',
      '28/11/2026, 09:14 - Papa: 3 baguettes\n28/11/2026, 09:15 - Maman: Ce message a été supprimé\n28/11/2026, 09:15 - Maman: 250 g de beurre',
      ['baguettes|3', 'beurre|250g'],
    ],
    [
      'a messenger in Portuguese',
      'pt',
      'groceries',
      '28/11/2026 09:14 - Mãe: 2 kg de arroz\n28/11/2026 09:15 - Mãe: <Mídia oculta>\n28/11/2026 09:15 - Pai: Mensagem apagada\n28/11/2026 09:16 - Pai: café',
      ['arroz|2kg', 'café'],
    ],
    [
      'a mail’s quotation',
      'fr',
      'todo',
      '> - Appeler le plombier\n> - Payer la cantine\n> * Rendre les livres',
      ['Appeler le plombier', 'Payer la cantine', 'Rendre les livres'],
    ],
    [
      'pictures as numbers before a telephone number',
      'es',
      'todo',
      '1️⃣ Recoger uniformes\n2️⃣ Llamar al dentista (91 555 12 34)',
      ['Recoger uniformes', 'Llamar al dentista (91 555 12 34)'],
    ],
    [
      'struck and boxed lines',
      'de',
      'groceries',
      '~~Milch~~\nButter\n~~6 Eier~~\n☐ Brot\n☑ Käse',
      ['Milch||x', 'Butter', 'Eier|6|x', 'Brot||o', 'Käse||x'],
    ],
    [
      'one line in German',
      'de',
      'groceries',
      'Milch, 6 Eier, 1,5 l Wasser und Brot',
      ['Milch', 'Eier|6', 'Wasser|1.5l', 'Brot'],
    ],
    [
      'one line in French',
      'fr',
      'groceries',
      'Courses : pain, 2 kg de pommes, beurre et œufs',
      ['pain', 'pommes|2kg', 'beurre', 'œufs'],
    ],
    [
      'one line in Portuguese',
      'pt',
      'groceries',
      'arroz, feijão, 2 kg de batata e café',
      ['arroz', 'feijão', 'batata|2kg', 'café'],
    ],
    [
      'tabs without bullets',
      'en',
      'todo',
      'Party\n\tInvite\n\t\tGrandparents\n\tCake\nCleaning',
      ['Party', 'Invite|||1', 'Grandparents|||2', 'Cake|||1', 'Cleaning'],
    ],
    ['a note with its title', 'en', 'groceries', 'Shopping\n\n☐ milk\n☑ eggs\n', ['milk||o', 'eggs||x']],
    [
      'cells with line ends',
      'en',
      'groceries',
      'name,notes\n"milk","semi\nskimmed"\nbread,',
      ['milk||||semi\nskimmed', 'bread'],
    ],
    [
      'a task that only looks like a heading',
      'en',
      'todo',
      '- Remember: keys\n- Time: 9:30',
      ['Remember: keys', 'Time: 9:30'],
    ],
    ['numbers in one line', 'en', 'groceries', '1) milk 2) bread 3) 2 eggs', ['milk', 'bread', 'eggs|2']],
    ['a number that counts nothing', 'en', 'todo', 'Call 2) or 3) first', ['Call 2) or 3) first']],
    ['a heading in one line', 'en', 'groceries', 'We need: milk, bread and eggs', ['milk', 'bread', 'eggs']],
    [
      'amounts behind dash and colon',
      'en',
      'groceries',
      'milk - 2\nbread: 3\nrice: 1 kg\nbutter - unsalted\ntablets - 3 in 1',
      ['milk|2', 'bread|3', 'rice|1kg', 'butter - unsalted', 'tablets - 3 in 1'],
    ],
    ['cells without headings', 'en', 'groceries', 'milk;2\nrice;1 kg', ['milk|2', 'rice|1kg']],
    [
      'quoted cells without headings',
      'en',
      'groceries',
      '"rice, brown","2"\n"bread","1"',
      ['rice, brown|2', 'bread|1'],
    ],
    ['the same in things to do', 'en', 'todo', 'Room;2\nHall;1', ['Room;2', 'Hall;1']],
    [
      'stars as a wiki has them',
      'en',
      'todo',
      '* Plan\n** Cake\n*** Icing\n* Fix',
      ['Plan', 'Cake|||1', 'Icing|||2', 'Fix'],
    ],
    ['headings apart', 'en', 'groceries', 'Produce\n\n- pears\n- kale\n\nDairy\n\n- milk', ['pears', 'kale', 'milk']],
    ['nothing but rules', 'en', 'groceries', '---\n***\n\n===', []],
    ['nothing but a heading', 'en', 'groceries', '# Shop', []],
  ])('%s', async (_, locale, target, text, expected) => {
    expect((await parsePaste(text, { locale, target })).map(told)).toEqual(expected);
  });
});

describe('[Q35] a recipe', () => {
  it.each<[string, string, string[]]>([
    [
      'en',
      'Ingredients:\n1 1/2 cups all-purpose flour\n¾ tsp baking soda\n2⅓ cups oats\n1/4 cup (60 ml) oil\n1 large egg, beaten\nPinch of salt\n\nInstructions:\n1. Mix.\n2. Bake.',
      [
        'all-purpose flour|1.5cup',
        'baking soda|0.75tsp',
        'oats|2.3333cup',
        'oil|0.25cup|||60 ml',
        'large egg|1|||beaten',
        'Pinch of salt',
      ],
    ],
    [
      'fr',
      'Ingrédients :\n\n- 200 g de farine\n- 3 œufs\n- 1 c. à soupe d’huile\n- ½ l de lait\n- sel\n\nPréparation :\n1. Mélanger',
      ['farine|200g', 'œufs|3', 'huile|1tbsp', 'lait|0.5l', 'sel'],
    ],
    [
      'de',
      'Zutaten\n200 g Mehl\n3 Eier\n1 EL Öl\n½ l Milch\n\nZubereitung\nAlles mischen.',
      ['Mehl|200g', 'Eier|3', 'Öl|1tbsp', 'Milch|0.5l'],
    ],
    [
      'pt',
      'Ingredientes:\n- 2 xícaras (chá) de farinha\n- 1 colher (sopa) de óleo\n- 2 colheres (chá) de fermento\n\nModo de preparo:\nMisture tudo.',
      ['farinha|2cup', 'óleo|1tbsp', 'fermento|2tsp'],
    ],
    [
      'en',
      'Ingredients\n\n• 1 lb (450g) ground beef\n• 1 onion, diced\n• 1 (28 oz) can crushed tomatoes\n• salt and pepper to taste\n\nDirections\n1. Brown beef.',
      ['ground beef|1lb|||450g', 'onion|1|||diced', 'crushed tomatoes|1can|||28 oz', 'salt and pepper to taste'],
    ],
    [
      'de',
      'Zutaten (für 4 Portionen):\n- 250 g Mehl\n- 1 Pck. Backpulver\n- 1 Prise Salz\n\nSo geht’s:\nVerrühren.',
      ['Mehl|250g', 'Backpulver|1pack', 'Prise Salz|1'],
    ],
    [
      'es',
      'Ingredientes para 6 personas\n- 1 kilo y medio de patatas\n- 8 huevos\n- 1 cebolla grande, picada\n- Sal\n\nElaboración\n1. Pelar.',
      ['patatas|1.5kg', 'huevos|8', 'cebolla grande|1|||picada', 'Sal'],
    ],
    [
      'fr',
      'Ingrédients (6 pers.)\n* 1 pâte brisée\n* 20 cl de crème\n* 1 pincée de muscade\n\nÉtapes\n1. Préchauffer.',
      ['pâte brisée|1', 'crème|200ml', 'pincée de muscade|1'],
    ],
  ])('in %s', async (locale, text, expected) => {
    expect((await parsePaste(text, { locale, target: 'groceries' })).map(told)).toEqual(expected);
  });
});

describe('[Q38] hostile cells', () => {
  it('take time in proportion to their length, closed or not', async () => {
    const parse = (length: number) =>
      parsePaste(`item,qty\n${'"a'.repeat(length / 2)}`, { locale: 'en', target: 'groceries' });
    const measured = await growth(parse, 20_000);
    expect(measured).toBeLessThan(LINEAR_GROWTH);
  });
});
