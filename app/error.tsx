"use client";

export { PublicError as default } from "@/components/auth/public-error.client";
