// Stands for the `server-only` marker, which only Next can resolve.
export {};
