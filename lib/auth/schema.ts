import * as z from "zod";

export const themeCookie = "foyer.theme";

export const themeChoice = z.enum(["system", "light", "dark"]);
