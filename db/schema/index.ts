// The one barrel: Drizzle and drizzle-kit take the whole schema as one module.
export * from "./accounts";
export * from "./conferences";
export * from "./contacts";
export * from "./groups";
export * from "./live";
export * from "./registrations";
export * from "./server";
