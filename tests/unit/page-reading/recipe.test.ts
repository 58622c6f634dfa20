import { describe, expect, it } from 'vitest';
import { findRecipe, MAX_INGREDIENTS } from '../../../lib/page-reading/recipe.ts';
import { pageWith } from './page-fixture.ts';

const soup = {
  '@context': 'https://schema.org',
  '@type': 'Recipe',
  name: 'Leek soup',
  recipeIngredient: ['3 leeks', '500 g potatoes', '1 l stock'],
};
const lines = (data: unknown[]) => findRecipe(pageWith(data))?.ingredients;

describe('[Q51] the recipe of a page', () => {
  it('gives its name and ingredients', () => {
    expect(findRecipe(pageWith([soup]))).toEqual({ name: 'Leek soup', ingredients: soup.recipeIngredient });
  });

  it.each([
    ['in a graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebPage' }, soup] }],
    ['in a list', [{ '@type': 'Organization' }, soup]],
    ['as the page’s main thing', { '@type': 'WebPage', mainEntity: soup }],
    ['of two types', { ...soup, '@type': ['Recipe', 'NewsArticle'] }],
    ['by its full type', { ...soup, '@type': 'http://schema.org/Recipe' }],
    ['by its prefixed type', { ...soup, '@type': 'schema:Recipe' }],
    ['by the old name', { ...soup, recipeIngredient: [], ingredients: soup.recipeIngredient }],
    ['as one text', { ...soup, recipeIngredient: soup.recipeIngredient.join('\n') }],
    [
      'as named things',
      { ...soup, recipeIngredient: soup.recipeIngredient.map((name) => ({ '@type': 'Thing', name })) },
    ],
    ['with a name that is none', { ...soup, name: { '@value': 7 } }],
    [
      'among what is none',
      { ...soup, recipeIngredient: [null, 7, '3 leeks', ['x'], '500 g potatoes', {}, '1 l stock'] },
    ],
  ])('is found %s', (_, data) => {
    expect(lines([data])).toEqual(soup.recipeIngredient);
  });

  it('is found in microdata', () => {
    // There every property has a list of values.
    const marked = { '@type': ['https://schema.org/Recipe'], name: ['Leek soup'], ingredients: soup.recipeIngredient };
    expect(findRecipe(pageWith([], { microdata: [marked] }))).toEqual({
      name: 'Leek soup',
      ingredients: soup.recipeIngredient,
    });
  });

  it('is the one with the most ingredients, where the page shows several', () => {
    const small = { ...soup, name: 'Salt', recipeIngredient: ['salt'] };
    expect(findRecipe(pageWith([small, soup, small]))?.name).toBe('Leek soup');
  });

  it('is read from JSON that is not quite clean', () => {
    const text = JSON.stringify(soup);
    expect(lines([`<!-- ${text} -->`])).toEqual(soup.recipeIngredient);
    expect(lines([`${text};`])).toEqual(soup.recipeIngredient);
    expect(lines([text.replace('3 leeks', '3\n leeks')])?.[0]).toBe('3 leeks');
    expect(lines(['{ broken', soup])).toEqual(soup.recipeIngredient);
  });

  it('is text: entities are decoded, tags are left out', () => {
    const recipeIngredient = [
      '&frac12; cup flour &amp; salt',
      '<b>2</b> eggs',
      '1&nbsp;onion&#44; diced',
      'x <img src=x onerror=alert(1)>',
    ];
    expect(lines([{ ...soup, recipeIngredient }])).toEqual(['½ cup flour & salt', '2 eggs', '1 onion, diced', 'x']);
  });

  it.each([
    ['no data', []],
    ['another thing', [{ '@type': 'Product', recipeIngredient: ['x'] }]],
    ['no ingredients', [{ '@type': 'Recipe', name: 'Air', recipeIngredient: [' ', ''] }]],
    ['ingredients of another kind', [{ '@type': 'Recipe', recipeIngredient: 7 }]],
    ['texts that are no JSON', ['x', '', '[', '"', '{"@type":"Recipe"']],
  ])('is none with %s', (_, data) => {
    expect(findRecipe(pageWith(data))).toBeUndefined();
  });
});

describe('[Q53] hostile data', () => {
  it('is read no deeper than a page needs', () => {
    const deep = `${'{"a":'.repeat(5_000)}${JSON.stringify(soup)}${'}'.repeat(5_000)}`;
    expect(lines([deep])).toBeUndefined();
    expect(lines([deep, soup])).toEqual(soup.recipeIngredient);
  });

  it('is read no further than a page needs', () => {
    expect(lines([new Array(50_000).fill({ x: [] }), soup])).toBeUndefined();
    expect(lines([{ ...soup, recipeIngredient: new Array(5_000).fill('egg') }])).toHaveLength(MAX_INGREDIENTS);
    expect(lines([{ ...soup, recipeIngredient: ['x'.repeat(50_000)] }])?.[0]?.length).toBe(500);
  });

  it('changes nothing but the answer', () => {
    const bad =
      '{"__proto__":{"polluted":true},"@type":"Recipe","constructor":{"prototype":{"polluted":true}},"recipeIngredient":["egg"]}';
    expect(lines([bad])).toEqual(['egg']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('leaves no control or direction marks, and no half characters, in what it gives', () => {
    expect(lines([{ ...soup, recipeIngredient: ['a\u202eb\u0000c\u200bd', `\ud83d x`] }])).toEqual([
      'a b c d',
      '\ufffd x',
    ]);
  });
});
