// The parts of the editor's screen as people and assistive technology find them, and the few acts that many scenarios begin or end with.
import { expect, type Locator, type Page } from '@playwright/test';
import { card } from './product.ts';

export const surface = (page: Page): Locator => page.getByRole('application', { name: 'Workflow graph' });
export const wire = (page: Page, from: string, to: string): Locator =>
  page.getByRole('img', { name: new RegExp(`^Edge from ${from} to ${to}`) });
export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });
export const model = (page: Page): Locator => inspector(page).getByRole('combobox', { name: 'model', exact: true });
export const status = (page: Page): Locator => page.getByRole('contentinfo', { name: 'Status' });
/** Tabs with unsaved changes. */
export const unsaved = (page: Page): Locator => page.getByRole('link', { name: /unsaved/ });

/** Saves the only file with unsaved changes. */
export async function save(page: Page): Promise<void> {
  await expect(unsaved(page)).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(unsaved(page)).toHaveCount(0);
}
export async function setModel(page: Page, node: string, value: string): Promise<void> {
  await card(page, node).click();
  await model(page).fill(value);
  await model(page).blur();
}
