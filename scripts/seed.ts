import { seedDemo } from "../db/seed.ts";

/** Run by the launcher in a process of its own, against an empty embedded database. */
await seedDemo();
process.exit(0);
