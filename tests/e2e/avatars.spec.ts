import { aPicture } from "../support/pictures";
import { aPerson, world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";
import { hardware, withLooseDevices } from "./support/hardware";

/** The addresses of pictures that the browser has drawn. */
const drawn = (images: HTMLImageElement[]) =>
  images.filter((image) => image.naturalWidth > 0).map((image) => new URL(image.src).pathname);

test("[G03] a picture from a file is cut with keys alone, kept, seen by colleagues and removed", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  const person = await aPerson(w.tenant, { name: "Nora Nouvelle" });
  await signIn(page, person);
  await page.goto("/profile");
  const choose = async (buffer: Buffer) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a picture" }).press("Enter");
    await (await chooser).setFiles({ name: "nora.png", mimeType: "image/png", buffer });
  };
  await choose(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"));
  await expect(page.getByRole("alert").filter({ hasText: "cannot be read" })).toBeVisible();
  await choose(await aPicture({ width: 900, height: 500 }));
  await expect(page.getByRole("img", { name: "The part that is kept" })).toBeVisible();
  await page.getByRole("slider", { name: "Closer" }).press("ArrowRight");
  await page.getByRole("slider", { name: "Left or right" }).press("ArrowRight");
  await expectAccessible(page, { name: "crop" });
  await page.getByRole("button", { name: "Save picture" }).press("Enter");
  await expect(page.getByText("Your picture is saved")).toBeVisible();
  const path = `/api/files/avatar/${person.userId}`;
  // In the menu at the top and on the page.
  await expect.poll(() => page.locator("img").evaluateAll(drawn)).toEqual([path, path]);
  await expectAccessible(page, { name: "with a picture" });

  const colleague = await newBrowser();
  await signIn(colleague, w.people.member);
  await colleague.goto("/people?q=Nora");
  await expect.poll(() => colleague.locator("img").evaluateAll(drawn)).toContain(path);
  const stranger = await newBrowser();
  expect((await stranger.request.get(path)).status()).toBe(401);

  await page.getByRole("button", { name: "Remove picture" }).press("Enter");
  await expect.poll(() => page.locator("img").evaluateAll(drawn)).toEqual([]);
});

test("[G04-G06] a photo is made with the webcam, which the browser may refuse", async ({ newBrowser }) => {
  const w = await world();
  const person = await aPerson(w.tenant, { name: "Nora Nouvelle" });
  const options = { viewport: { width: 390, height: 844 }, hasTouch: true };
  const page = await newBrowser(options);
  await signIn(page, person);
  await page.goto("/profile");
  await page.getByRole("button", { name: "Make a photo" }).click();
  await expect(page.getByText("Press when you like what you see.")).toBeVisible();
  await page.getByRole("button", { name: "Take the photo" }).click();
  await expect(page.getByRole("img", { name: "The part that is kept" })).toBeVisible();
  await expectNoSidewaysScroll(page, "crop");
  await page.getByRole("button", { name: "Save picture" }).click();
  await expect(page.getByText("Your picture is saved")).toBeVisible();
  await expect.poll(() => page.locator("img").evaluateAll(drawn)).not.toEqual([]);

  const refused = await newBrowser(options);
  await withLooseDevices(refused);
  await signIn(refused, person);
  await refused.goto("/profile");
  await hardware(refused, "permit", "video", "denied");
  await refused.getByRole("button", { name: "Make a photo" }).click();
  await expect(
    refused.getByRole("alert").filter({ hasText: "was not allowed to use the camera" }),
  ).toBeVisible();
  await expectAccessible(refused, { name: "refused" });
  await refused.getByRole("button", { name: "Cancel" }).click();
  await expect(refused.getByRole("button", { name: "Make a photo" })).toBeVisible();
});
