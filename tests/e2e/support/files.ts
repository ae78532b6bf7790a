import type { Page } from "@playwright/test";
import Papa from "papaparse";
import { expect } from "./browser";

/** The lines of the CSV file behind a link, by the names of its columns. */
export async function download(page: Page, name: RegExp): Promise<Record<string, string>[]> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
  const stream = await file.createReadStream();
  let text = "";
  for await (const chunk of stream) text += chunk;
  expect(text.charCodeAt(0)).toBe(0xfeff);
  return Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true }).data;
}
