import { describe, expect, it } from 'vitest';
import { type Category, categorise } from '../../../lib/quick-add/categorise.ts';
import { readFixture } from './quick-add-cases.ts';

interface GroceryFixture {
  readonly categories: readonly Category[];
  readonly items: Readonly<Record<string, Category | readonly Category[]>>;
}

describe.each(['en', 'es'])('[Q20] groceries in %s', (locale) => {
  const { items } = JSON.parse(readFixture(`groceries.${locale}.json`)) as GroceryFixture;

  it.each(Object.entries(items))('%s', async (name, categories) => {
    expect([categories].flat()).toContain(await categorise(name, locale));
    expect(await categorise(name.toUpperCase(), locale)).toBe(await categorise(name, locale));
  });
});

const cases: Readonly<Record<string, Partial<Record<Category, string>>>> = {
  en: {
    Produce:
      'organic baby spinach, vine ripened tomatoes, tomatoes on the vine, bunch of grapes, baby carrot, cloves of garlic',
    Bakery: 'whole wheat bread, loaf of bread, apple pie, seeded bagel',
    'Dairy & eggs': 'large free range eggs, 2% milk, strawberry yogurt, goat’s cheese',
    'Meat & fish': 'leg of lamb, diced chicken, smoked bacon (thick), salmon, skinless',
    Frozen: 'frozen mango, frozen chicken, vanilla ice cream',
    Pantry:
      'tin of sardines, canned corn, beans in tomato sauce, tuna in oil, chicken stock, apple cider vinegar, almond flour',
    Breakfast: 'wild blueberry jam, crunchy peanut butter',
    Snacks: 'cheese and onion crisps, chocolate chip cookies, dark chocolate bar',
    Drinks: 'sparkling wine, bottle of red wine, mango juice, mint tea',
    Household: 'dishwasher tablets, lemon washing up liquid, led light bulb',
    'Personal care': 'kids toothpaste, anti-dandruff shampoo',
    Baby: 'baby lotion, size 4 nappies',
    Pet: 'dog shampoo, guinea pig bedding',
    Other: 'thank you card, bouquet of roses',
  },
  es: {
    Produce: 'patatas para freír, pimiento amarillo, uvas sin pepitas',
    Bakery: 'pan de espelta, barra de pan integral',
    'Dairy & eggs': 'yogur de fresa, docena de huevos, lonchas de queso',
    'Meat & fish': 'filetes de pollo, jamón ibérico',
    Frozen: 'merluza congelada, helado de chocolate',
    Pantry: 'lata de tomate, mejillones en escabeche, aceite de oliva virgen extra',
    Drinks: 'botella de vino tinto, latas de cerveza, jugo de mango',
    Household: 'bolsas de basura grandes, servilletas de papel',
    'Personal care': 'crema para la cara, champú para niños',
    Baby: 'pasta de dientes infantil, pañales talla 4',
    Pet: 'champú para perros, arena aglomerante para gatos',
  },
  de: {
    Produce: 'Rispentomaten, rote Äpfel, Bund Petersilie',
    Bakery: 'Roggenbrot, Apfelkuchen',
    'Dairy & eggs': 'fettarme Milch, Erdbeerjoghurt, Ei',
    'Meat & fish': 'Putenschnitzel, Lachsfilet',
    Frozen: 'TK Spinat, Vanilleeis',
    Pantry: 'Vollkornreis, Apfelessig, Dose Tomaten',
    Drinks: 'Pfefferminztee, Orangensaft',
    Household: 'Colorwaschmittel',
    'Personal care': 'Kinderzahnpasta',
    Baby: 'Babyshampoo',
    Pet: 'Hundefutter',
  },
  fr: {
    Produce: 'pommes de terre nouvelles, tomates cerises',
    Bakery: 'tarte aux pommes',
    'Dairy & eggs': 'fromage de chèvre, lait d’amande',
    'Meat & fish': 'escalopes de dinde',
    Frozen: 'petits pois surgelés',
    Pantry: 'huile d’olive, boîte de thon',
    Drinks: 'jus d’orange, bouteille d’eau',
    Household: 'sacs poubelle 50 l',
    Baby: 'shampoing bébé',
    Pet: 'litière pour chat',
  },
  pt: {
    Produce: 'maçãs verdes, limões, cebola roxa',
    Bakery: 'pães, bolo de cenoura',
    'Dairy & eggs': 'queijo ralado',
    'Meat & fish': 'peito de frango',
    Frozen: 'camarão congelado',
    Pantry: 'molho de tomate, latas de atum',
    Drinks: 'suco de uva, água com gás',
    Household: 'detergente líquido',
    Baby: 'shampoo de bebê',
    Pet: 'ração para gatos',
  },
};

describe.each(Object.entries(cases))('[Q21] names that are not in the list, in %s', (locale, categories) => {
  it.each(
    Object.entries(categories).flatMap(([category, names]) =>
      names.split(/, (?!skinless)/).map((name) => [name, category]),
    ),
  )('%s: %s', async (name, category) => {
    expect(await categorise(name, locale)).toBe(category);
  });
});

type NamesOfCategories = Readonly<Record<string, Readonly<Record<Category, string>>>>;

describe.each(Object.entries(JSON.parse(readFixture('groceries-more.json')) as NamesOfCategories))(
  '[Q20] everyday groceries in %s',
  (locale, categories) => {
    it.each(Object.entries(categories))('%s', async (category, names) => {
      const found = names.split(', ').map(async (name) => [name, await categorise(name, locale)]);
      expect(await Promise.all(found)).toEqual(names.split(', ').map((name) => [name, category]));
    });
  },
);

describe('[Q22] what is no grocery', () => {
  it.each(['', '   ', 'xyzzy', 'constructor', '__proto__', '🥛', '???', 'of', '(milk)'])(
    '%j is not known',
    async (name) => {
      expect(await categorise(name, 'en')).toBeNull();
    },
  );
  it('may be long', async () => {
    expect(await categorise(`${'very '.repeat(20_000)}old cheese`, 'en')).toBeNull();
  });
});
