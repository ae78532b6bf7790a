import { readFileSync } from "node:fs";
import { runJob } from "@/lib/jobs/run";
import { world } from "../support/world";
import { expect, signIn, test } from "./support/browser";

test("an administrator finds who did what, in full and as a file (T-41)", async ({ page }) => {
  const w = await world();
  await signIn(page, w.people.administrator);
  await page.goto(`/control/users/${w.people.member.userId}`);
  await page.getByRole("textbox", { name: "Name" }).first().fill("Hannah Whitcombe-Lee");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Hannah Whitcombe-Lee" })).toBeVisible();

  await page.goto("/control");
  await page.getByRole("link", { name: "Audit log" }).first().click();
  await expect(page).toHaveURL(/\/control\/audit$/);
  const table = page.getByRole("region", { name: "Events" });
  const first = table.getByRole("row").filter({ hasText: "Changed the data of a user" }).first();
  await expect(first).toContainText("Théodore Vasseur");
  await expect(first).toContainText("Hannah Whitcombe-Lee");
  await first.locator("summary").click();
  await expect(first.getByRole("link", { name: "accounts.saveUser" })).toBeVisible();
  await first.getByRole("link", { name: "accounts.saveUser" }).click();
  await expect(page).toHaveURL(/action=accounts\.saveUser/);
  await expect(table.getByRole("row")).toHaveCount(2);

  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export these events" }).click();
  const file = readFileSync(await (await coming).path(), "utf8");
  expect(file.trim().split("\r\n")).toHaveLength(2);

  await page.getByRole("link", { name: /^Only: Changed the data of a user/ }).click();
  await page.getByRole("combobox", { name: "Outcome" }).selectOption("Refused");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText("Nothing found")).toBeVisible();

  await runJob("audit-seal");
  await page.getByRole("link", { name: "Show everything" }).click();
  await expect(page.getByRole("region", { name: "Seal" })).toContainText(/\d entries are sealed/);
});
